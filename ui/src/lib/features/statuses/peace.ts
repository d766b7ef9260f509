// Muting and blocking people, each with a way back in the message that says it.
import type { Account, Relationship } from '$lib/api';
import { toasts } from '$lib/design';
import { m, problem } from '$lib/i18n';
import { session } from '$lib/features/session';

type Verb = 'mute' | 'block' | 'unmute' | 'unblock';

/** Tells how the two stand afterwards, or nothing when it did not work. */
async function ask(account: Account, verb: Verb): Promise<Relationship | null> {
  try {
    return await session.api.post<Relationship>(`/api/v1/accounts/${account.id}/${verb}`);
  } catch (error) {
    const { title, text } = problem(error);
    toasts.show(`${title}. ${text}`, { tone: 'danger' });
    return null;
  }
}

export async function muteAccount(account: Account, told: (now: Relationship) => void = () => {}): Promise<void> {
  await act(account, 'mute', 'unmute', m.client_account_muted({ name: `@${account.acct}` }), told);
}

export async function blockAccount(account: Account, told: (now: Relationship) => void = () => {}): Promise<void> {
  await act(account, 'block', 'unblock', m.client_account_blocked({ name: `@${account.acct}` }), told);
}

export async function releaseAccount(
  account: Account,
  verb: 'unmute' | 'unblock',
  told: (now: Relationship) => void
): Promise<void> {
  const now = await ask(account, verb);
  if (now) told(now);
}

async function act(account: Account, verb: Verb, back: Verb, done: string, told: (now: Relationship) => void): Promise<void> {
  const now = await ask(account, verb);
  if (!now) return;
  told(now);
  const undo = async () => {
    const then = await ask(account, back);
    if (then) told(then);
  };
  toasts.show(done, { action: { label: m.client_undo(), run: () => void undo() } });
}
