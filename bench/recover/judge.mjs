export const judge = (payee, { facts }) => (payee === facts.payee ? undefined : `says ${payee}, not ${facts.payee}`);
