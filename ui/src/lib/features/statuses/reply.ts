// Writing belongs to the composer, which knows statuses; statuses must not know the composer. The shell joins the two.
import type { Status } from '$lib/api';

type Writer = { reply: (status: Status) => void; quote: (status: Status) => void; edit: (status: Status) => void };
const nobody = () => {};
let writer: Writer = { reply: nobody, quote: nobody, edit: nobody };

export function writesWith(given: Writer): void {
  writer = given;
}
export const replyTo = (status: Status) => writer.reply(status);
export const quote = (status: Status) => writer.quote(status);
export const edit = (status: Status) => writer.edit(status);
