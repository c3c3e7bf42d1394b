/*
 * What stands behind `#` is the visitor's alone (a whole scenario, in a link) and is never sent:
 * the browser carries it over the redirect when the address of the form has it.
 */
document.addEventListener("submit", ({ target }) => {
  if (!(target instanceof HTMLFormElement) || !target.matches("form.language")) return;
  target.action = target.action.replace(/#.*$/, "") + location.hash;
});
