/* One key for each decision of the case page; the dialog that "?" opens lists them. */
(() => {
  "use strict";
  const note = document.getElementById("note");
  const canned = document.getElementById("canned");
  const dialog = document.getElementById("keys");
  const help = document.querySelector("button[data-keys]");

  let taken = ""; // the canned reply that was taken last: another takes its place

  const undecided = () => {
    const open = [...document.querySelectorAll("fieldset[data-who]")];
    return open.find((group) => !group.querySelector("input:checked")) || open[open.length - 1];
  };
  const press = (key) => {
    const group = undecided();
    const choice = group && group.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    const button = document.querySelector(`button[data-key="${CSS.escape(key)}"]`);
    if (choice) { choice.checked = true; choice.focus(); }
    else if (button) { button.focus(); button.click(); }
    else if (key === "t" && note) note.focus();
    else if (key === "?") dialog.showModal();
    else return false;
    return true;
  };
  const writes = (target) => /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.tagName === "INPUT" && !/^(radio|checkbox)$/.test(target.type);

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target === note && event.key === "Escape") note.blur();
    else if (!writes(event.target) && press(event.key.toLowerCase())) event.preventDefault();
  });
  if (canned && note) canned.addEventListener("change", () => {
    const text = canned.selectedOptions[0].dataset.text;
    if (text) note.value = `${note.value.replace(taken, "")} ${text}`.trim().slice(0, note.maxLength);
    taken = text || taken;
    canned.value = "";
  });
  if (help) { help.hidden = false; help.addEventListener("click", () => dialog.showModal()); }
})();
