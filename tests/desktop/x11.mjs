// What a person does to a window from outside, said to the X server: close it by its frame, move it, see whether it is shown.
// Xvfb runs without a window manager, so nobody else would send the message that a close button sends.
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';

const pad = (size) => (4 - (size % 4)) % 4;

/** The cookie that lets us in, from the file that xvfb-run wrote. */
function cookie() {
  const file = process.env.XAUTHORITY;
  if (!file || !existsSync(file)) return { name: Buffer.alloc(0), data: Buffer.alloc(0) };
  const bytes = readFileSync(file);
  let at = 2;
  const field = () => {
    const size = bytes.readUInt16BE(at);
    at += 2 + size;
    return bytes.subarray(at - size, at);
  };
  const [, , name, data] = [field(), field(), field(), field()];
  return { name, data };
}

export class Screen {
  static async open() {
    const screen = new Screen();
    const display = process.env.DISPLAY.split(':')[1].split('.')[0];
    screen.socket = createConnection(`/tmp/.X11-unix/X${display}`);
    screen.got = Buffer.alloc(0);
    screen.socket.on('data', (piece) => {
      screen.got = Buffer.concat([screen.got, piece]);
      screen.wake?.();
    });
    const { name, data } = cookie();
    const hello = Buffer.alloc(12);
    hello.write('l');
    hello.writeUInt16LE(11, 2);
    hello.writeUInt16LE(name.length, 6);
    hello.writeUInt16LE(data.length, 8);
    screen.socket.write(Buffer.concat([hello, name, Buffer.alloc(pad(name.length)), data, Buffer.alloc(pad(data.length))]));
    const head = await screen.take(8);
    if (head[0] !== 1) throw new Error('the X server refused us');
    const setup = await screen.take(head.readUInt16LE(6) * 4);
    const vendor = setup.readUInt16LE(16);
    screen.root = setup.readUInt32LE(32 + vendor + pad(vendor) + setup[21] * 8);
    return screen;
  }

  async take(size) {
    while (this.got.length < size) await new Promise((done) => (this.wake = done));
    const piece = this.got.subarray(0, size);
    this.got = this.got.subarray(size);
    return piece;
  }

  /** One request; the answer, where it has one. */
  async ask(opcode, detail, body, answers = true) {
    const head = Buffer.alloc(4);
    head[0] = opcode;
    head[1] = detail;
    head.writeUInt16LE(1 + body.length / 4, 2);
    this.socket.write(Buffer.concat([head, body]));
    while (answers) {
      const first = await this.take(32);
      if (first[0] === 0) throw new Error(`X error ${first[1]} for request ${opcode}`);
      if (first[0] === 1) return Buffer.concat([first, await this.take(first.readUInt32LE(4) * 4)]);
    }
  }

  words(...numbers) {
    const body = Buffer.alloc(numbers.length * 4);
    numbers.forEach((number, index) => body.writeInt32LE(number | 0, index * 4));
    return body;
  }

  async atom(name) {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(name.length);
    return (await this.ask(16, 0, Buffer.concat([head, Buffer.from(name), Buffer.alloc(pad(name.length))]))).readUInt32LE(8);
  }

  async property(window, name) {
    const answer = await this.ask(20, 0, this.words(window, await this.atom(name), 0, 0, 64));
    return answer.subarray(32, 32 + answer.readUInt32LE(16) * (answer[1] / 8));
  }

  async children(window) {
    const answer = await this.ask(15, 0, this.words(window));
    return Array.from({ length: answer.readUInt16LE(16) }, (_, index) => answer.readUInt32LE(32 + index * 4));
  }

  /** The window of this title that one may close; GTK has helpers of the same name that nobody sees. */
  async find(title, pid) {
    for (const window of await this.children(this.root)) {
      try {
        const name = (await this.property(window, 'WM_NAME')).toString();
        const owner = await this.property(window, '_NET_WM_PID');
        if (name === title && (await this.property(window, 'WM_PROTOCOLS')).length > 0 && (!pid || owner.readUInt32LE() === pid)) return window;
      } catch {
        // It went away while we looked.
      }
    }
    return null;
  }

  async shown(window) {
    return (await this.ask(3, 0, this.words(window)))[26] === 2;
  }

  async place(window) {
    const answer = await this.ask(14, 0, this.words(window));
    return { x: answer.readInt16LE(12), y: answer.readInt16LE(14), width: answer.readUInt16LE(16), height: answer.readUInt16LE(18) };
  }

  async move(window, { x, y, width, height }) {
    await this.ask(12, 0, Buffer.concat([this.words(window, 0b1111), this.words(x, y, width, height)]), false);
  }

  /** As the cross in the corner does. */
  async close(window) {
    const event = Buffer.alloc(32);
    event[0] = 33;
    event[1] = 32;
    event.writeUInt32LE(window, 4);
    event.writeUInt32LE(await this.atom('WM_PROTOCOLS'), 8);
    event.writeUInt32LE(await this.atom('WM_DELETE_WINDOW'), 12);
    await this.ask(25, 0, Buffer.concat([this.words(window, 0), event]), false);
  }

  end() {
    this.socket.destroy();
  }
}
