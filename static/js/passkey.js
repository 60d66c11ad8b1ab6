// Passkeys. The scripts of allauth speak with the browser and send the form; this shows the button
// where a passkey can be asked, and says what went wrong. Browsers refuse passkeys of an IP address.
const part = document.querySelector("[data-passkey]");
const button = document.getElementById("passkey");
const isName = !/^[\d.]+$|^\[/.test(location.hostname);

if (part && window.PublicKeyCredential && isName) {
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
  for (const told of part.querySelectorAll("[data-passkey-unable]")) told.hidden = true;
  part.querySelector("[data-passkey-ask]").hidden = false;
}
