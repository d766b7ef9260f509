export { session, type SessionState } from './session.svelte';
export { revoke } from './oauth';
export { default as CommunityMark } from './CommunityMark.svelte';
export { default as SignIn } from './SignIn.svelte';
export { default as SignUp } from './SignUp.svelte';
