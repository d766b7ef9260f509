// One error, said for a person: what happened and what it means.
import { asApiError } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { intlLocale } from './format';

export function problem(error: unknown): { title: string; text: string } {
  const known = asApiError(error);
  switch (known.kind) {
    case 'offline':
      return { title: m.client_error_offline_title(), text: m.client_error_offline_text() };
    case 'unauthorised':
      return { title: m.client_error_unauthorised_title(), text: m.client_error_unauthorised_text() };
    case 'forbidden':
      return { title: m.client_error_forbidden_title(), text: m.client_error_forbidden_text() };
    case 'not_found':
      return { title: m.client_error_not_found_title(), text: m.client_error_not_found_text() };
    case 'too_large':
      return { title: m.client_error_too_large_title(), text: m.client_error_too_large_text() };
    case 'rate_limited': {
      const time = known.retryAt
        ? new Intl.DateTimeFormat(intlLocale(), { timeStyle: 'short' }).format(known.retryAt)
        : m.client_error_soon();
      return { title: m.client_error_rate_title(), text: m.client_error_rate_text({ time }) };
    }
    case 'invalid':
      return { title: m.client_error_invalid_title(), text: known.said || m.client_error_invalid_text() };
    case 'server':
      return { title: m.client_error_server_title(), text: m.client_error_server_text() };
    default:
      return { title: m.client_error_odd_title(), text: m.client_error_odd_text() };
  }
}
