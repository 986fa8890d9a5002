// The page: what the server tells is shown, what the person does is sent.

import { bubble, day, daySeparator, fill, offerKeys, refocus } from "./bubbles.js";
import { AnswerKeys } from "./keys.js";
import { Live } from "./live.js";
import { Menu } from "./menu.js";
import { People } from "./people.js";
import { isOpen, takesVote, timeLeft } from "./polls.js";
import { Strip } from "./strip.js";
import { Tabs } from "./tabs.js";
import { switchTheme } from "./theme.js";
import { Toast } from "./toast.js";

const $ = (id) => document.getElementById(id);
const log = $("log");
const messages = $("messages");
const text = $("text");
const people = new People();
const pending = new Map(); // tap number -> the button pressed
const QUIET = 100; // ms
let bot = document.title;
let taps = 0;
let sticky = true; // the newest message is to stay in view

const live = new Live(receive, (online) => {
  $("offline").hidden = online;
  if (!online) release();
});
const menu = new Menu($("menu"), $("commands"), say);
const strip = new Strip((by) => send({ type: "jump", by }));
const toast = new Toast($("toast"));
const tabs = new Tabs($("people"), $("acting"), turnTo, act);
new AnswerKeys($("keys"), log, () => articleOf(question()?.id), press);
switchTheme($("theme"));

function receive(frame) {
  if (frame.person && frame.type !== "chat" && !people.all.get(frame.person).profile) return; // its chat is on the way
  switch (frame.type) {
    case "hello":
      bot = frame.bot;
      people.meet(frame.people, frame.group);
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
      return frame.toast ? toast.show(frame.toast) : undefined;
    case "error":
      release();
      strip.busy(false);
      return toast.show(people.current?.profile?.labels[frame.problem] ?? frame.why);
  }
}

const isCurrent = (frame) => frame.person === people.current.id;
const look = () => ({
  ...people.current.profile, bot, isGroup: people.current.isGroup, actor: people.actor.id, names: people.names, now: strip.now,
});

// ---- the chat

// The newest message that can be answered by keys: an assertion, in the group a poll.
function question() {
  const answers = (one) => one.rows.flat().some((button) => button.keys.length) || (one.poll && takesVote(one.poll, look()));
  return people.current?.messages.findLast(answers);
}

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
  offerKeys(messages, question()?.id);
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
  offerKeys(messages, question()?.id);
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
  const { isGroup, profile } = people.current;
  $("welcome").textContent = isGroup ? profile.labels.group_welcome : profile.labels.welcome;
  $("start").textContent = isGroup ? profile.labels.add : profile.labels.start;
  $("empty").hidden = !empty;
  $("start").hidden = !empty;
  $("composer").hidden = empty;
}

function showTyping() {
  $("typing").hidden = !people.current.typing;
  const { typing, isGroup, profile } = people.current;
  const members = [...people.all.values()].filter((one) => !one.isGroup).map(({ name }) => name);
  $("name").textContent = isGroup ? profile.labels.group_name : bot;
  $("status").textContent = typing ? profile.labels.typing : isGroup ? [...members, bot].join(", ") : profile.labels.bot;
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
  (newest?.querySelector("button[data-data], button[data-vote]") ?? newest ?? $("start")).focus();
});
$("earlier").addEventListener("click", () => {
  const { id, messages: known } = people.current;
  live.send({ type: "earlier", person: id, before: known[0].id });
});

// ---- the chats

function showPeople() {
  if (!people.current?.profile) return;
  if (!document.hidden) people.current.unread = 0;
  tabs.show(people, look().labels);
  const unread = [...people.all.values()].reduce((sum, person) => sum + person.unread, 0);
  document.title = unread ? `(${unread}) ${bot}` : bot;
}

function turnTo(id) {
  people.turnTo(id);
  toast.hide();
  showChat();
}

function act(id) {
  people.act(id);
  showChat({ toNewest: false });
}

// Polls close by the clock alone.
setInterval(() => {
  for (const message of people.current?.messages ?? []) {
    const left = message.poll && articleOf(message.id)?.querySelector(".poll-left");
    if (!left) continue;
    if (isOpen(message.poll, look())) left.textContent = timeLeft(message.poll, look());
    else fill(articleOf(message.id), message, look());
  }
}, 1000);

function markSeen() {
  const newest = people.current?.messages.at(-1);
  if (newest && !document.hidden) live.send({ type: "seen", person: people.current.id, message: newest.id });
}
document.addEventListener("visibilitychange", () => {
  showPeople();
  markSeen();
});

// ---- saying and pressing

const asked = (what) => (people.current.isGroup ? `group_${what}` : what);

function say(words) {
  const clean = words.trim();
  if (!clean) return false;
  return send({ type: asked("say"), person: people.actor.id, text: clean });
}

function begin() {
  return people.current.isGroup ? send({ type: "enter", person: people.actor.id }) : say("/start");
}

// A link into the private chat of who follows it.
function open(payload) {
  turnTo(people.actor.id);
  say(`/start ${payload}`);
}

function send(frame) {
  const sent = live.send(frame);
  if (!sent) toast.show($("offline").textContent);
  return sent;
}

function press(button) {
  if ([...pending.values()].some((other) => other.closest(".message") === button.closest(".message"))) return;
  const tap = (taps = (taps + 1) % 2 ** 31);
  const message = Number(button.closest(".message").dataset.id);
  const { data, vote } = button.dataset;
  const what = vote === undefined ? { type: asked("press"), data } : { type: "vote", option: Number(vote) };
  if (!send({ ...what, person: people.actor.id, message, tap })) return;
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
  const inline = event.target.closest("button[data-data], button[data-vote]");
  const link = event.target.closest("button[data-start]");
  const command = event.target.closest("button[data-say]");
  if (inline) press(inline);
  else if (link) open(link.dataset.start);
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
  if (begin()) log.focus({ preventScroll: true });
});

// ---- words

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
