// A tray for the test's own session bus: it takes the place of the desktop's, so that the app shows an icon, and presses what the
// icon's menu offers. Enough of D-Bus for that, and no more.
import { createConnection } from 'node:net';

const pad = (at, size) => (size - (at % size)) % size;
const SIZES = { y: 1, b: 4, n: 2, q: 2, i: 4, u: 4, x: 8, t: 8, d: 8, s: 4, o: 4, g: 1, a: 4, v: 1, '(': 8, '{': 8 };

/** The first complete type of a signature, and the rest. */
function first(signature) {
  if (signature[0] === 'a') {
    const [inner, rest] = first(signature.slice(1));
    return ['a' + inner, rest];
  }
  if (!'({'.includes(signature[0])) return [signature[0], signature.slice(1)];
  let depth = 0;
  for (let at = 0; at < signature.length; at++) {
    if ('({'.includes(signature[at])) depth++;
    if (')}'.includes(signature[at]) && --depth === 0) return [signature.slice(0, at + 1), signature.slice(at + 1)];
  }
  throw new Error(signature);
}

class Writer {
  bytes = [];
  align(size) {
    for (let left = pad(this.bytes.length, size); left > 0; left--) this.bytes.push(0);
  }
  number(value, size) {
    this.align(size);
    const word = Buffer.alloc(8);
    word.writeBigInt64LE(BigInt(value));
    this.bytes.push(...word.subarray(0, size));
  }
  put(signature, values) {
    for (const value of values) {
      const [type, rest] = first(signature);
      signature = rest;
      if (type === 's' || type === 'o' || type === 'g') {
        const text = Buffer.from(value);
        this.number(text.length, SIZES[type]);
        this.bytes.push(...text, 0);
      } else if (type === 'v') {
        this.put('g', [value[0]]);
        this.put(value[0], [value[1]]);
      } else if (type[0] === 'a') {
        const inner = new Writer();
        for (const one of value) inner.put(type.slice(1), [one]);
        this.number(inner.bytes.length, 4);
        this.align(SIZES[type[1]]);
        this.bytes.push(...inner.bytes);
      } else if (type[0] === '(' || type[0] === '{') {
        this.align(8);
        this.put(type.slice(1, -1), value);
      } else this.number(Number(value), SIZES[type]);
    }
  }
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  align(size) {
    this.at += pad(this.at, size);
  }
  take(signature) {
    const values = [];
    while (signature) {
      const [type, rest] = first(signature);
      signature = rest;
      values.push(this.one(type));
    }
    return values;
  }
  one(type) {
    const size = SIZES[type[0]];
    this.align(size);
    if (type === 's' || type === 'o' || type === 'g') {
      const length = size === 1 ? this.bytes[this.at] : this.bytes.readUInt32LE(this.at);
      this.at += size + length + 1;
      return this.bytes.toString('utf8', this.at - length - 1, this.at - 1);
    }
    if (type === 'v') return this.one(this.one('g'));
    if (type[0] === 'a') {
      const length = this.bytes.readUInt32LE(this.at);
      this.at += 4;
      this.align(SIZES[type[1]]);
      const end = this.at + length;
      const list = [];
      while (this.at < end) list.push(this.one(type.slice(1)));
      return type[1] === '{' ? Object.fromEntries(list) : list;
    }
    if (type[0] === '(' || type[0] === '{') return this.take(type.slice(1, -1));
    const word = Buffer.alloc(8);
    this.bytes.copy(word, 0, this.at, this.at + size);
    this.at += size;
    if (type === 'd') return word.readDoubleLE();
    return type === 'i' ? word.readInt32LE() : Number(word.readBigInt64LE());
  }
}

const FIELDS = { path: [1, 'o'], interface: [2, 's'], member: [3, 's'], reply: [5, 'u'], to: [6, 's'], signature: [8, 'g'] };

class Bus {
  serial = 0;
  waiting = new Map();

  static async open(address = process.env.DBUS_SESSION_BUS_ADDRESS) {
    const bus = new Bus();
    const [, kind, name] = address.match(/unix:(path|abstract)=([^,;]+)/);
    bus.socket = createConnection(kind === 'path' ? name : '\0' + name);
    const user = Buffer.from(String(process.getuid())).toString('hex');
    let got = Buffer.alloc(0);
    await new Promise((ready, failed) => {
      bus.socket.once('error', failed);
      bus.socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
      bus.socket.once('data', (line) => (line.toString().startsWith('OK') ? ready() : failed(new Error(line.toString()))));
    });
    bus.socket.write('BEGIN\r\n');
    bus.socket.on('data', (piece) => {
      got = bus.read(Buffer.concat([got, piece]));
    });
    await bus.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'Hello');
    return bus;
  }

  send(type, fields, signature, values) {
    const body = new Writer();
    body.put(signature, values);
    const message = new Writer();
    this.serial += 1;
    const all = signature ? { ...fields, signature } : fields;
    const list = Object.entries(all).map(([name, value]) => [FIELDS[name][0], [FIELDS[name][1], value]]);
    message.put('yyyyuua(yv)', ['l'.charCodeAt(0), type, 0, 1, body.bytes.length, this.serial, list]);
    message.align(8);
    this.socket.write(Buffer.from([...message.bytes, ...body.bytes]));
    return this.serial;
  }

  call(to, path, face, member, signature = '', values = []) {
    const serial = this.send(1, { path, interface: face, member, to }, signature, values);
    return new Promise((done, failed) => this.waiting.set(serial, { done, failed }));
  }

  /** Takes every whole message, and gives back what is left. */
  read(got) {
    for (;;) {
      if (got.length < 16) return got;
      const fields = got.readUInt32LE(12);
      const start = 16 + fields + pad(16 + fields, 8);
      const length = start + got.readUInt32LE(4);
      if (got.length < length) return got;
      const message = Buffer.from(got.subarray(0, length));
      got = got.subarray(length);
      const head = Object.fromEntries(new Reader(message, 12).one('a(yv)'));
      const [type, serial] = [message[1], message.readUInt32LE(8)];
      const values = new Reader(message.subarray(start)).take(head[8] ?? '');
      if (type === 1) this.asked(serial, head[7], head[3], values);
      const wait = this.waiting.get(head[5]);
      this.waiting.delete(head[5]);
      if (wait && type === 2) wait.done(values);
      if (wait && type === 3) wait.failed(new Error(`${head[4]}: ${values[0]}`));
    }
  }
}

const WATCHER = 'org.kde.StatusNotifierWatcher';
const MENU = 'com.canonical.dbusmenu';

export class Tray {
  icons = [];

  static async open() {
    const tray = new Tray();
    tray.bus = await Bus.open();
    tray.bus.asked = (serial, from, member, values) => {
      const answer = (signature, list) => tray.bus.send(2, { reply: serial, to: from }, signature, list);
      if (member === 'RegisterStatusNotifierItem') {
        tray.icons.push(values[0].startsWith('/') ? { owner: from, path: values[0] } : { owner: values[0], path: '/StatusNotifierItem' });
        answer('', []);
      } else if (member === 'Get') answer('v', [values[1] === 'IsStatusNotifierHostRegistered' ? ['b', true] : ['i', 0]]);
      else if (member === 'GetAll') answer('a{sv}', [[['IsStatusNotifierHostRegistered', ['b', true]]]]);
      else answer('', []);
    };
    await tray.bus.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName', 'su', [WATCHER, 4]);
    return tray;
  }

  /** What the newest icon's menu says now. */
  async menu() {
    const { owner, path } = this.icons.at(-1);
    const [menu] = await this.bus.call(owner, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', ['org.kde.StatusNotifierItem', 'Menu']);
    const [, [, , items]] = await this.bus.call(owner, menu, MENU, 'GetLayout', 'iias', [0, -1, []]);
    return items
      .map(([id, { label, enabled, type }]) => ({ id, label, enabled: enabled !== 0, line: type === 'separator', owner, menu }))
      .filter((item) => !item.line);
  }

  async press(label) {
    const items = await this.menu();
    const item = items.find((one) => one.label?.startsWith(label) && one.enabled);
    if (!item) throw new Error(`"${label}" is not in ${items.map((one) => one.label).join(', ')}`);
    await this.bus.call(item.owner, item.menu, MENU, 'Event', 'isvu', [item.id, 'clicked', ['i', 0], 0]);
  }

  end() {
    this.bus.socket.destroy();
  }
}
