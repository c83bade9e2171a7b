import { memo, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { services } from "../read.mjs";

function Row({ offer, isChosen, choose }) {
  return (
    <div role="listitem" className="row">
      <button type="button" className="service" aria-pressed={isChosen} data-id={offer.id} data-testid={"service-" + offer.id} onClick={choose}>
        <span className="avatar" aria-hidden="true">{offer.name[0]}</span>
        <span className="service-name">{offer.name}</span>
        <span className="service-stock">{offer.stock}</span>
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
      <div className="services" role="list" data-testid="services">
        {found.map((offer) => (
          <MemoRow key={offer.id} offer={offer} isChosen={chosen === offer.id} choose={() => setChosen(offer.id)} />
        ))}
      </div>
    </>
  );
}

export const start = async (root) => createRoot(root).render(<Catalogue all={await services()} />);
