// Text size at once, without leaving the page; the server keeps the choice in a cookie.
import { send } from "./net.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sizes] button");
  if (!button) return;
  event.preventDefault();
  const size = button.value === "none" ? "" : button.value;
  if (size) document.documentElement.dataset.size = size;
  else delete document.documentElement.dataset.size;
  for (const one of button.parentElement.querySelectorAll("button")) {
    one.setAttribute("aria-pressed", String(one === button));
  }
  send(button.form.action, { method: "POST", body: new URLSearchParams({ [button.name]: button.value }) });
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
