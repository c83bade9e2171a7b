import { For, createMemo, createSelector, createSignal } from "solid-js";
import { render } from "solid-js/web";
import { services } from "../read.mjs";

function Catalogue(props) {
  const [typed, setTyped] = createSignal("");
  const [chosen, setChosen] = createSignal();
  const isChosen = createSelector(chosen);
  const found = createMemo(() => {
    const wanted = typed().trim().toLowerCase();
    return props.all.filter(({ words }) => words.includes(wanted));
  });
  return (
    <>
      <input id="search" type="search" aria-label="Service" data-testid="search" onInput={(event) => setTyped(event.currentTarget.value)} />
      <p role="status" data-testid="count">{found().length} services</p>
      <div class="services" role="list" data-testid="services">
        <For each={found()}>
          {(offer) => (
            <div role="listitem" class="row">
              <button
                type="button"
                class="service"
                aria-pressed={isChosen(offer.id)}
                data-id={offer.id}
                data-testid={`service-${offer.id}`}
                onClick={() => setChosen(offer.id)}
              >
                <span class="avatar" aria-hidden="true">{offer.name[0]}</span>
                <span class="service-name">{offer.name}</span>
                <span class="service-stock">{offer.stock}</span>
              </button>
            </div>
          )}
        </For>
      </div>
    </>
  );
}

export const start = async (root) => {
  const all = await services();
  render(() => <Catalogue all={all} />, root);
};
