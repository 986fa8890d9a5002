// Who chats here, and what the page knows of each: messages by id, in order.

export class People {
  constructor() {
    this.all = new Map();
    this.current = null;
  }

  meet(people, group) {
    for (const { id, name } of [...people, group]) {
      const isGroup = id === group.id;
      if (!this.all.has(id)) this.all.set(id, { id, name, isGroup, messages: [], earlier: false, unread: 0, profile: null, typing: false });
    }
    const [first] = this.all.values();
    this.current ??= this.all.get(Number(remembered("person"))) ?? first;
    this.acting ??= this.all.get(Number(remembered("acting"))) ?? first;
  }

  // Who says, presses and votes: in the group, who was chosen for that.
  get actor() {
    return this.current.isGroup ? this.acting : this.current;
  }

  get names() {
    return new Map([...this.all.values()].map(({ id, name }) => [id, name]));
  }

  act(id) {
    this.acting = this.all.get(id);
    remember("acting", id);
  }

  turnTo(id) {
    this.current = this.all.get(id);
    remember("person", id);
  }

  replace({ person: id, messages, earlier, unread, profile }) {
    Object.assign(this.all.get(id), { messages, earlier, unread, profile, typing: false });
  }

  // Answers whether the message is a new one.
  upsert(id, message) {
    const person = this.all.get(id);
    const place = person.messages.findIndex((one) => one.id === message.id);
    if (place >= 0) person.messages[place] = message;
    else person.messages.push(message);
    if (place < 0 && message.out) person.unread += 1;
    return place < 0;
  }

  prepend({ person: id, messages, earlier }) {
    const person = this.all.get(id);
    const known = new Set(person.messages.map((one) => one.id));
    person.messages.unshift(...messages.filter((one) => !known.has(one.id)));
    person.earlier = earlier;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`assertiva.${name}`, value);
  } catch {
    // Storage may be switched off; the page then forgets.
  }
}

export function remembered(name) {
  try {
    return localStorage.getItem(`assertiva.${name}`);
  } catch {
    return null;
  }
}
