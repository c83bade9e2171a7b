// Which declared properties, and which words of unions, a value shows.
import ts from "typescript";

/** Everything that results can have by the declarations, and what of it was seen. */
export class Seen {
  #checker;
  #declared = new Set();
  #seen = new Set();
  #visited = new Set();

  constructor(checker) {
    this.#checker = checker;
  }

  /** What was declared and never seen. */
  missing() {
    return [...this.#declared].filter((name) => !this.#seen.has(name)).sort();
  }

  /** Takes in what a type declares, however deep. */
  declare(type, name) {
    for (const part of partsOf(type)) {
      if (part.isStringLiteral()) this.#declared.add(`${name} = ${part.value}`);
      if (!this.#isOurs(part) || this.#visited.has(part)) continue;
      this.#visited.add(part);
      const item = this.#itemOf(part);
      if (item) this.declare(item, name);
      else for (const property of part.getProperties()) this.#declareProperty(property);
    }
  }

  #declareProperty(property) {
    const type = this.#checker.getTypeOfSymbol(property);
    if (type.getCallSignatures().length) return;
    const name = nameOf(property);
    this.#declared.add(name);
    this.declare(type, name);
  }

  /** Takes in what an expression, which is all literals, shows of its type. */
  look(type, node, name) {
    if (ts.isStringLiteral(node)) this.#seen.add(`${name} = ${node.text}`);
    for (const part of partsOf(type).filter((part) => this.#isOurs(part))) {
      const item = this.#itemOf(part);
      if (item && ts.isArrayLiteralExpression(node)) for (const element of node.elements) this.look(item, element, name);
      else if (ts.isObjectLiteralExpression(node) && this.#fits(part, node)) this.#lookInto(part, node);
    }
  }

  #lookInto(type, node) {
    for (const member of node.properties) {
      const property = type.getProperty(member.name.text);
      if (!property) continue; // under an index signature: a service's own names
      const name = nameOf(property);
      this.#seen.add(name);
      this.look(this.#checker.getTypeOfSymbol(property), member.initializer, name);
    }
  }

  /** Of a union, the part whose words are those of the value. */
  #fits(type, node) {
    return node.properties.every((member) => {
      const property = type.getProperty(member.name.text);
      const parts = property ? partsOf(this.#checker.getTypeOfSymbol(property)) : [];
      const words = parts.filter((part) => part.isStringLiteral()).map(({ value }) => value);
      return words.length < parts.length || parts.length === 0 || words.includes(member.initializer.text);
    });
  }

  #itemOf(type) {
    return this.#checker.isArrayType(type) ? this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  }

  /** Neither a text nor a number, nor what the language itself brings, such as dates. */
  #isOurs(type) {
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return false;
    return this.#checker.isArrayType(type) || type.symbol?.name !== "Date";
  }
}

const partsOf = (type) => (type.isUnion() ? type.types : [type]);

/** `Order.id`: the property, after what it is declared in. */
const nameOf = (property) => {
  let node = (property.declarations ?? property.links?.mappedType?.declarations)[0].parent;
  while (node && !node.name) node = node.parent;
  return `${node?.name.text ?? ""}.${property.name}`;
};
