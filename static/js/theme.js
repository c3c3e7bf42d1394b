/*
 * Light, dark or as the system: the same on each page. A plain script, loaded before the first
 * paint, as a stored theme must not flash; templates/theme.html is the button that it listens to.
 */
(() => {
  const STORED = "podviz.theme";
  const NEXT = { auto: "light", light: "dark", dark: "auto" };
  const root = document.documentElement;

  const theme = () => {
    const { theme } = root.dataset;
    return theme === "light" || theme === "dark" ? theme : "auto";
  };

  const recall = () => {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null; // Storage may be forbidden: the system's theme it is.
    }
  };

  /** @param {string} theme */
  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };

  /** @param {string} theme */
  const remember = (theme) => {
    try {
      if (theme === "auto") localStorage.removeItem(STORED);
      else localStorage.setItem(STORED, theme);
    } catch {
      // The choice still holds for this page.
    }
  };

  const tell = () => {
    const button = document.getElementById("theme");
    if (button) button.title = button.dataset[theme()] ?? "";
  };

  const stored = recall();
  if (!root.dataset.theme && (stored === "light" || stored === "dark")) show(stored);
  document.addEventListener("DOMContentLoaded", tell);
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("#theme")) return;
    show(NEXT[theme()]);
    remember(theme());
    tell();
  });
})();
