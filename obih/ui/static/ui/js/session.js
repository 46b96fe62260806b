// Before the session ends the page offers to go on; another tab may have done so, hence the server is asked first.
import { send } from "./net.js";
import { explain } from "./says.js";

const WARN_S = 600;
const region = document.getElementById("session-end");
let endsAt = 0;
let timer = 0;
let before = null;

function arm(left) {
  endsAt = Date.now() + left * 1000;
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(left - WARN_S, 1) * 1000);
}

/** Sleeping computers stop timers: the clock decides, not the timer. */
async function look() {
  if (Date.now() < endsAt - WARN_S * 1000) return arm((endsAt - Date.now()) / 1000);
  const answer = await send(region.dataset.url);
  if (answer.status === 401) {
    region.textContent = "";
    return explain(answer);
  }
  const left = answer.ok ? Number(await answer.text()) : (endsAt - Date.now()) / 1000;
  if (left > WARN_S) {
    region.textContent = "";
    return arm(left);
  }
  endsAt = Date.now() + left * 1000;
  show();
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(left + 2, 30) * 1000);
}

function show() {
  if (region.querySelector("button")) return;
  const end = new Date(endsAt);
  before = document.activeElement;
  region.replaceChildren(document.getElementById("session-note").content.cloneNode(true));
  region.querySelector("time").textContent = `${end.getHours()}:${String(end.getMinutes()).padStart(2, "0")}`;
  window.htmx.process(region);
}

if (region) {
  arm(Number(region.dataset.left));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > endsAt - WARN_S * 1000) look();
  });
  document.addEventListener("obih:session", (event) => {
    arm(event.detail.left);
    if (region.contains(document.activeElement)) before?.focus?.({ preventScroll: true });
    setTimeout(() => region.querySelector("button") || (region.textContent = ""), 8000);
  });
}
