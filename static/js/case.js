/* One key for each decision of the case page: 1-9 the candidates, N new, S settle, R ask, X refuse, U release. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "radio") return;
    const key = event.key.toLowerCase();
    const open = [...document.querySelectorAll("fieldset[data-who]")];
    const next = open.find((group) => !group.querySelector("input:checked")) || open[open.length - 1];
    const choice = next && next.querySelector(`input[data-key="${key}"]`);
    const button = document.querySelector(`button[data-key="${key}"]`);
    if (choice) { choice.checked = true; choice.focus(); event.preventDefault(); }
    else if (button) { button.focus(); button.click(); event.preventDefault(); }
  });
})();
