// The page: what the server tells is shown, what the person does is sent.

import { bubble, day, daySeparator, fill, make, offerKeys, refocus } from "./bubbles.js";
import { AnswerKeys } from "./keys.js";
import { Live } from "./live.js";
import { Menu } from "./menu.js";
import { People } from "./people.js";
import { Strip } from "./strip.js";
import { switchTheme } from "./theme.js";

const $ = (id) => document.getElementById(id);
const log = $("log");
const messages = $("messages");
const text = $("text");
const people = new People();
const pending = new Map(); // tap number -> the button pressed
const QUIET = 100; // ms
const TOAST = 3500; // ms
let bot = document.title;
let taps = 0;
let sticky = true; // the newest message is to stay in view
let toastTimer;

const live = new Live(receive, (online) => {
  $("offline").hidden = online;
  if (!online) release();
});
const menu = new Menu($("menu"), $("commands"), say);
const strip = new Strip((by) => send({ type: "jump", by }));
new AnswerKeys($("keys"), log, () => articleOf(people.question?.id), press);
switchTheme($("theme"));

function receive(frame) {
  if (frame.person && frame.type !== "chat" && !people.all.get(frame.person).profile) return; // its chat is on the way
  switch (frame.type) {
    case "hello":
      bot = frame.bot;
      people.meet(frame.people);
      strip.set(frame.now);
      strip.busy(false);
      return release();
    case "chat":
      people.replace(frame);
      return isCurrent(frame) ? showChat() : showPeople();
    case "message":
      return showMessage(frame);
    case "earlier":
      people.prepend(frame);
      return isCurrent(frame) ? showEarlier() : undefined;
    case "profile":
      people.all.get(frame.person).profile = frame.profile;
      return isCurrent(frame) ? showChat({ toNewest: false }) : undefined;
    case "typing":
      people.all.get(frame.person).typing = frame.on;
      return isCurrent(frame) ? showTyping() : undefined;
    case "clock":
      strip.set(frame.now);
      return strip.busy(frame.moving);
    case "ack":
      release(frame.tap);
      return frame.toast ? toast(frame.toast) : undefined;
    case "error":
      release();
      strip.busy(false);
      return toast(people.current?.profile?.labels[frame.problem] ?? frame.why);
  }
}

const isCurrent = (frame) => frame.person === people.current.id;
const look = () => ({ ...people.current.profile, bot });

// ---- the chat

function showChat({ toNewest = true } = {}) {
  const { profile } = people.current;
  if (!profile) return;
  showLabels(profile);
  menu.list(profile.commands);
  log.setAttribute("aria-busy", "true"); // a whole chat is not news to be read out
  showAll();
  setTimeout(() => log.removeAttribute("aria-busy"), QUIET);
  showTyping();
  showPeople();
  strip.show(look());
  keepInView(toNewest);
  markSeen();
}

function showAll() {
  const held = document.activeElement;
  const heldId = held?.closest(".message")?.dataset.id;
  const fragment = document.createDocumentFragment();
  let before = null;
  for (const message of people.current.messages) {
    fragment.append(...separated(message, before), bubble(message, look()));
    before = message;
  }
  messages.replaceChildren(fragment);
  $("earlier").hidden = !people.current.earlier;
  offerKeys(messages, people.question?.id);
  showEmpty();
  if (heldId) refocus(articleOf(heldId), held);
}

function separated(message, before) {
  const today = day(message.at, look());
  return before && day(before.at, look()) === today ? [] : [daySeparator(today)];
}

function showMessage({ person, message }) {
  const isNew = people.upsert(person, message);
  if (person !== people.current.id) return showPeople();
  const article = articleOf(message.id);
  if (article) fill(article, message, look());
  else if (isNew) messages.append(...separated(message, people.current.messages.at(-2)), bubble(message, look()));
  if (!message.out) sticky = true;
  offerKeys(messages, people.question?.id);
  showEmpty();
  showPeople();
  keepInView();
  markSeen();
}

function showEarlier() {
  const fromBottom = log.scrollHeight - log.scrollTop;
  showAll();
  log.scrollTop = log.scrollHeight - fromBottom;
  log.focus({ preventScroll: true });
}

function showEmpty() {
  const empty = people.current.messages.length === 0;
  $("empty").hidden = !empty;
  $("start").hidden = !empty;
  $("composer").hidden = empty;
}

function showTyping() {
  $("typing").hidden = !people.current.typing;
  $("status").textContent = people.current.typing ? look().labels.typing : look().labels.bot;
  keepInView();
}

const articleOf = (id) => messages.querySelector(`[data-id="${id}"]`);

function keepInView(force = false) {
  if (force) sticky = true;
  if (sticky) log.scrollTop = log.scrollHeight;
  $("newest").hidden = sticky;
}

let frame = "";
const frameNow = () => `${log.clientWidth}x${log.clientHeight}`;
log.addEventListener("scroll", () => {
  if (frame !== frameNow()) return; // the window changed, not the reader's place
  sticky = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  $("newest").hidden = sticky;
});
new ResizeObserver(() => {
  keepInView();
  frame = frameNow();
}).observe(log);
$("newest").addEventListener("click", () => keepInView(true));
$("skip").addEventListener("click", () => {
  keepInView(true);
  const newest = messages.lastElementChild;
  (newest?.querySelector("button[data-data]") ?? newest ?? $("start")).focus();
});
$("earlier").addEventListener("click", () => {
  const { id, messages: known } = people.current;
  live.send({ type: "earlier", person: id, before: known[0].id });
});

// ---- the two people

function showPeople() {
  if (!people.current?.profile) return;
  if (!document.hidden) people.current.unread = 0;
  const held = document.activeElement?.dataset?.person;
  $("people").replaceChildren(...[...people.all.values()].map(personButton));
  if (held) $("people").querySelector(`[data-person="${held}"]`).focus({ preventScroll: true });
  const unread = [...people.all.values()].reduce((sum, person) => sum + person.unread, 0);
  document.title = unread ? `(${unread}) ${bot}` : bot;
}

function personButton({ id, name, unread }) {
  const button = make("button", "", name);
  button.type = "button";
  button.dataset.person = id;
  button.setAttribute("aria-pressed", String(id === people.current.id));
  if (unread) {
    button.append(make("span", "badge", String(Math.min(unread, 99))));
    button.setAttribute("aria-label", `${name}, ${look().labels.unread} ${unread}`);
  }
  return button;
}

$("people").addEventListener("click", (event) => {
  const button = event.target.closest("[data-person]");
  if (!button) return;
  people.turnTo(Number(button.dataset.person));
  hideToast();
  showChat();
});

function markSeen() {
  const newest = people.current?.messages.at(-1);
  if (newest && !document.hidden) live.send({ type: "seen", person: people.current.id, message: newest.id });
}
document.addEventListener("visibilitychange", () => {
  showPeople();
  markSeen();
});

// ---- saying and pressing

function say(words) {
  const clean = words.trim();
  if (!clean) return false;
  return send({ type: "say", person: people.current.id, text: clean });
}

function send(frame) {
  const sent = live.send(frame);
  if (!sent) toast($("offline").textContent);
  return sent;
}

function press(button) {
  if ([...pending.values()].some((other) => other.closest(".message") === button.closest(".message"))) return;
  const tap = (taps = (taps + 1) % 2 ** 31);
  const message = Number(button.closest(".message").dataset.id);
  if (!send({ type: "press", person: people.current.id, message, data: button.dataset.data, tap })) return;
  pending.set(tap, button);
  button.classList.add("pending");
  sticky = sticky || button.closest(".message") === messages.lastElementChild;
}

function release(tap) {
  for (const [number, button] of pending) {
    if (tap !== undefined && number !== tap) continue;
    button.classList.remove("pending");
    pending.delete(number);
  }
}

messages.addEventListener("click", (event) => {
  const inline = event.target.closest("button[data-data]");
  const command = event.target.closest("button[data-say]");
  if (inline) press(inline);
  else if (command) say(command.dataset.say);
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  if (say(text.value)) text.value = "";
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Escape") log.focus({ preventScroll: true });
});
$("start").addEventListener("click", () => {
  if (say("/start")) log.focus({ preventScroll: true });
});

// ---- words and toasts

function showLabels({ language, labels }) {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-label]")) element.textContent = labels[element.dataset.label];
  for (const element of document.querySelectorAll("[data-aria-label]")) {
    const words = labels[element.dataset.ariaLabel];
    element.setAttribute("aria-label", words);
    if (element.title) element.title = words;
  }
  text.placeholder = labels.message;
}

function toast(words) {
  clearTimeout(toastTimer);
  $("toast").textContent = words;
  $("toast").classList.add("up");
  toastTimer = setTimeout(hideToast, TOAST);
}

function hideToast() {
  $("toast").classList.remove("up");
  toastTimer = setTimeout(() => $("toast").replaceChildren(), 300); // so that the same words are news again
}
