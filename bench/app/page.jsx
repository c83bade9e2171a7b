// The app's first page, drawn by a framework: `render` comes from the file that imports this.
import { services } from "../catalogue/read.mjs";

const PAGES = { ".": "Get a code", send: "Send", orders: "Orders", "top-up": "Top up", settings: "Settings" };
const QUICK = ["Germany", "United States", "United Kingdom", "Netherlands", "Brazil", "India"];

export function Page({ useEffect, useState }) {
  const [country, setCountry] = useState("");
  const [offers, setOffers] = useState([]);
  useEffect(() => {
    if (country) services().then(setOffers);
  }, [country]);
  return (
    <>
      <header className="top">
        <a className="brand" href=".">satline</a>
        <nav className="tabs" aria-label="Pages">
          {Object.entries(PAGES).map(([path, name]) => <a key={path} href={path}>{name}</a>)}
        </nav>
      </header>
      <main className="page page-wide">
        <h1>Get a code</h1>
        <p className="lead">A phone number for one activation code, paid with Bitcoin over Lightning.</p>
        <div className="field">
          <label htmlFor="country">Country</label>
          <input id="country" data-testid="country" autoComplete="off" value={country} onChange={(event) => setCountry(event.currentTarget.value)} />
        </div>
        <div className="chips" role="group" aria-label="Often chosen" data-testid="quick">
          {QUICK.map((name) => <button key={name} type="button" className="chip" onClick={() => setCountry(name)}>{name}</button>)}
        </div>
        <div className="services" role="list">
          {offers.map(({ id, name, stock }) => (
            <div key={id} role="listitem"><button type="button" className="service"><span className="service-name">{name}</span><span className="service-stock">{stock}</span></button></div>
          ))}
        </div>
      </main>
    </>
  );
}
