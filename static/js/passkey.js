// Passkeys. The scripts of allauth call the browser and send the form; this one shows the button
// where a passkey can be used, and the errors. Browsers refuse passkeys on an IP address.
const part = document.querySelector("[data-passkey]");
const button = document.getElementById("passkey");
const isHostName = !/^[\d.]+$|^\[/.test(location.hostname);

if (part && window.PublicKeyCredential && isHostName) {
  window.allauth.webauthn.forms[part.dataset.passkey]({
    ids: {
      add: "passkey",
      authenticate: "passkey",
      login: "passkey",
      credential: "id_credential",
      data: "passkey-data",
      passwordless: "id_passwordless",
    },
  });
  const errors = [...part.querySelectorAll("[data-passkey-error]")];
  const show = (name) => {
    for (const error of errors) error.hidden = error.dataset.passkeyError !== name;
  };
  document.addEventListener("allauth.error", (event) => {
    const { name } = event.detail.exception;
    event.preventDefault();
    show(errors.some((error) => error.dataset.passkeyError === name) ? name : "");
  });
  button.addEventListener("click", () => show(null), true);
  // Enter in a field of the form: without the key there is nothing to send.
  document.getElementById("id_credential").form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.click();
  });
  for (const notice of part.querySelectorAll("[data-passkey-unable]")) notice.hidden = true;
  part.querySelector("[data-passkey-ask]").hidden = false;
}
