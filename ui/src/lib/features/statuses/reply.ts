// Replying belongs to the composer, which knows statuses; statuses must not know the composer. The shell joins the two.
import type { Status } from '$lib/api';

let handler: (status: Status) => void = () => {};

export function onReply(run: (status: Status) => void): void {
  handler = run;
}
export function replyTo(status: Status): void {
  handler(status);
}
