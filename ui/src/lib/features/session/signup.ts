// The rules of a sign-up form that need no server, and the words for the server's answers.
import type { Community, FieldProblem, InviteCheck } from '$lib/api';
import { m } from '$lib/i18n';

export const LONGEST_NAME = 30;
export type Entry = 'form' | 'closed' | 'invite_needed' | 'invite_bad';

export function entry(community: Community, invite: InviteCheck | null): Entry {
  if (invite && !invite.valid) return 'invite_bad';
  if (invite?.valid) return 'form';
  if (community.registrations === 'closed') return 'closed';
  if (community.registrations === 'invite') return 'invite_needed';
  return 'form';
}

export function nameProblem(name: string): string | undefined {
  if (!name) return m.client_signup_username_blank();
  if (!/^[a-z0-9_]+$/i.test(name)) return m.client_signup_username_invalid();
  if (name.length > LONGEST_NAME) return m.client_signup_username_long({ count: LONGEST_NAME });
  return undefined;
}

/** The server's code for a field in our words; its own sentence where we have none. */
export function fieldProblem(field: string, problems: FieldProblem[] | undefined): string | undefined {
  const first = problems?.[0];
  if (!first) return undefined;
  const words: Record<string, () => string> = {
    'username.ERR_TAKEN': m.client_signup_username_taken,
    'username.ERR_RESERVED': m.client_signup_username_reserved,
    'username.ERR_INVALID': m.client_signup_username_invalid,
    'username.ERR_BLANK': m.client_signup_username_blank,
    'email.ERR_TAKEN': m.client_signup_email_taken,
    'email.ERR_INVALID': m.client_signup_email_invalid,
    'email.ERR_BLANK': m.client_signup_email_blank,
    'email.ERR_BLOCKED': m.client_signup_email_blocked,
    'email.ERR_UNREACHABLE': m.client_signup_email_invalid,
    'reason.ERR_BLANK': m.client_signup_reason_blank,
    'agreement.ERR_ACCEPTED': m.client_signup_agree_missing
  };
  return words[`${field}.${first.error}`]?.() ?? first.description;
}

export function inviteProblem(reason: InviteCheck['reason']): string {
  if (reason === 'expired') return m.client_signup_invite_expired();
  if (reason === 'used_up') return m.client_signup_invite_used_up();
  if (reason === 'revoked') return m.client_signup_invite_revoked();
  return m.client_signup_invite_unknown();
}
