/** Every service must be there, with its stock as a number. Bare contenders return what they got. */
export const judge = (answer, { body }) => {
  const sent = JSON.parse(body);
  if (!Array.isArray(sent)) return answer.balance === sent.balance ? undefined : `says ${answer.balance}`;
  const wrong = sent.findIndex(({ value, text, count, image }, i) => {
    const { id, name, stock, image: path } = answer[i];
    return id !== value || name !== text || stock !== Number(count) || path !== image.src;
  });
  return wrong < 0 && answer.length === sent.length ? undefined : `is wrong from service ${wrong} on`;
};
