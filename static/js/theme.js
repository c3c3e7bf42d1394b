/* Loaded before the first paint, as a plain script: a stored theme must not flash. */
(() => {
  try {
    if (document.documentElement.dataset.theme) return;
    const theme = localStorage.getItem("podviz.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden: the system's theme it is.
  }
})();
