// Passkeys (W3C Web Authentication, level 3): a form with data-passkey asks the browser for one
// when it is sent, and sends the answer in its field "credential".
//   data-passkey="make"  options from the page; makes a passkey
//   data-passkey="use"   options from the page; asks for one of the account's
//   data-passkey="ask"   options from the form's own address; asks for any of this site

const fault = document.getElementById("passkey-fault");

const fromPage = (form) => JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);

const fromServer = async (form) => {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return answer.json();
};

const ways = {
  async make(form) {
    const options = fromPage(form).creation_options.publicKey;
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  },
  async use(form) {
    const options = fromPage(form).request_options.publicKey;
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  },
  async ask(form) {
    const options = (await fromServer(form)).request_options.publicKey;
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      const credential = await ways[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      console.warn(error);
      fault.hidden = false;
    }
  });
}
