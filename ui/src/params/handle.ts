export const match = (value: string): boolean => /^@[^/]+$/.test(value);
