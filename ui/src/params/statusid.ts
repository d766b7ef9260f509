export const match = (value: string): boolean => /^\d+$/.test(value);
