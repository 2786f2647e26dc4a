/* Small helps. Every page works without them. */
(() => {
  "use strict";

  // The error summary is read first.
  const focusSummary = (root) => {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  };
  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === "post") form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // A choice that needs no button: the form sends itself.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  // What begins like a Social Security number is not sent: a search is in the address.
  const isNumber = (field) => field.id === "q" && /^\s*\d{3}[-. ]\d|^\s*\d{9}\s*$/.test(field.value);
  const hold = (event) => {
    const field = event.type === "submit" ? event.target.querySelector("#q") : event.target;
    const notice = document.getElementById("whole-number");
    if (!field || !notice || field.id !== "q") return;
    notice.hidden = !isNumber(field);
    if (!notice.hidden) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  document.addEventListener("input", hold, true);
  document.addEventListener("submit", hold, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A revealed number covers itself again after 30 seconds.
  document.addEventListener("htmx:afterSwap", (event) => {
    const shown = event.target.querySelector("[data-mask]");
    if (shown) setTimeout(() => { shown.textContent = shown.dataset.mask; }, 30000);
  });
})();
