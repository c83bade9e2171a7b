import { render } from "preact";
import { memo } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import { services } from "../read.mjs";

function Row({ offer, isChosen, choose }) {
  return (
    <div role="listitem" class="row">
      <button type="button" class="service" aria-pressed={isChosen} data-id={offer.id} data-testid={"service-" + offer.id} onClick={choose}>
        <span class="avatar" aria-hidden="true">{offer.name[0]}</span>
        <span class="service-name">{offer.name}</span>
        <span class="service-stock">{offer.stock}</span>
      </button>
    </div>
  );
}

const MemoRow = memo(Row, (before, after) => before.offer === after.offer && before.isChosen === after.isChosen);

function Catalogue({ all }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState();
  const wanted = typed.trim().toLowerCase();
  const found = useMemo(() => all.filter(({ words }) => words.includes(wanted)), [all, wanted]);
  return (
    <>
      <input id="search" type="search" aria-label="Service" data-testid="search" onInput={(event) => setTyped(event.currentTarget.value)} />
      <p role="status" data-testid="count">{found.length + " services"}</p>
      <div class="services" role="list" data-testid="services">
        {found.map((offer) => (
          <MemoRow key={offer.id} offer={offer} isChosen={chosen === offer.id} choose={() => setChosen(offer.id)} />
        ))}
      </div>
    </>
  );
}

export const start = async (root) => render(<Catalogue all={await services()} />, root);
