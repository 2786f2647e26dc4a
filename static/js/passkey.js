/* Passkeys: what a form of this kind sends is what the browser's own dialog gives. */
(() => {
  "use strict";

  const options = async (form) => {
    if (!form.dataset.url) return JSON.parse(document.getElementById("js_data").textContent);
    const answer = await fetch(form.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const made = async (data) => {
    const asked = data.creation_options;
    // A passkey: it knows whose it is, and its owner shows a finger, a face or a PIN.
    Object.assign(asked.publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
    return window.webauthnJSON.create(asked);
  };

  const shown = async (data) => window.webauthnJSON.get(data.request_options);

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const problem = form.querySelector("[role=alert]");
      problem.hidden = true;
      try {
        const credential = await (form.dataset.passkey === "make" ? made : shown)(await options(form));
        form.querySelector("[name=credential]").value = JSON.stringify(credential);
        form.submit();
      } catch {
        problem.hidden = false;
      }
    });
  }
})();
