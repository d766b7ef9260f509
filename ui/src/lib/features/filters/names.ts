// What the choices of a filter are called.
import type { FilterAction, FilterContext } from '$lib/api';
import { m } from '$lib/i18n';

export const CONTEXTS: FilterContext[] = ['home', 'public', 'notifications', 'thread', 'account'];
export const ACTIONS: FilterAction[] = ['warn', 'blur', 'hide'];

export function contextName(context: FilterContext): string {
  return {
    home: m.client_filter_in_home,
    public: m.client_filter_in_public,
    notifications: m.client_filter_in_notifications,
    thread: m.client_filter_in_thread,
    account: m.client_filter_in_account
  }[context]();
}

export function actionName(action: FilterAction): string {
  return { warn: m.client_filter_warn, blur: m.client_filter_blur, hide: m.client_filter_hide }[action]();
}

export function actionHint(action: FilterAction): string {
  return { warn: m.client_filter_warn_hint, blur: m.client_filter_blur_hint, hide: m.client_filter_hide_hint }[action]();
}
