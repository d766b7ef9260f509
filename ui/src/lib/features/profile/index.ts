export { default as Profile } from './Profile.svelte';
export { default as AccountList } from './AccountList.svelte';
export { default as AccountRow } from './AccountRow.svelte';
export { default as FollowButton } from './FollowButton.svelte';
export { default as Kept } from './Kept.svelte';
export { default as EditProfile } from './EditProfile.svelte';
