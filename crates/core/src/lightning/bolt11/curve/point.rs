//! The curve's points: y² = x³ + 7.

use super::field::Field;
use super::limbs::number;
use super::scalar::{DIGITS, Scalar};

/// What the multiples are built of.
const G: Point = Point {
    x: Field::constant(number(
        0x79be_667e_f9dc_bbac_55a0_6295_ce87_0b07,
        0x029b_fcdb_2dce_28d9_59f2_815b_16f8_1798,
    )),
    y: Field::constant(number(
        0x483a_da77_26a3_c465_5da4_fbfc_0e11_08a8,
        0xfd17_b448_a685_5419_9c47_d08f_fb10_d4b8,
    )),
};

/// A cube root of 1: (β·x, y) is λ·(x, y).
const BETA: Field = Field::constant(number(
    0x7ae9_6a2b_657c_0710_6e64_479e_ac34_34e9,
    0x9cf0_4975_12f5_8995_c139_6c28_7195_01ee,
));

/// How many multiples of a point are made to begin with.
const MULTIPLES: usize = 8;

/// A point that is not infinity.
#[derive(Clone, Copy)]
pub struct Point {
    pub x: Field,
    pub y: Field,
}

impl Point {
    /// The point with this x and an odd or even y, if the curve has one.
    pub fn at(x: Field, odd: bool) -> Option<Self> {
        let seven = Field::ONE.times(7);
        let y = (x * x.square() + seven).root()?;
        let y = if y.is_odd() == odd { y } else { y.times(-1) };
        Some(Self { x, y })
    }

    /// `(a·G + b·self) / divisor`. `None` is infinity.
    pub fn combine(self, a: Scalar, b: Scalar, divisor: Scalar) -> Option<Self> {
        let (table, scale) = multiples(&[G, self]);
        let digits = [a, b].map(|factor| factor.over(divisor).split());
        let mut sum: Option<Jacobian> = None;
        for place in (0..DIGITS).rev() {
            sum = sum.map(Jacobian::double);
            for (halves, table) in digits.iter().zip(&table) {
                for (turned, digits) in halves.iter().enumerate() {
                    let digit = digits[place];
                    if digit == 0 {
                        continue;
                    }
                    let mut point = table[usize::from(digit.unsigned_abs() / 2) % MULTIPLES];
                    if turned == 1 {
                        point.x = point.x * BETA;
                    }
                    if digit < 0 {
                        point.y = point.y.times(-1);
                    }
                    sum = match sum {
                        None => Some(point.into()),
                        Some(sum) => sum.add(&point),
                    };
                }
            }
        }
        let Jacobian { x, y, z } = sum?;
        let part = (z * scale).inverse();
        let square = part.square();
        Some(Self {
            x: x * square,
            y: y * square * part,
        })
    }
}

/// A point as (x / z², y / z³), which needs no division. z is not zero.
///
/// In size, x and y are at most 3 and 2 times a product, z is like one.
#[derive(Clone, Copy)]
struct Jacobian {
    x: Field,
    y: Field,
    z: Field,
}

impl From<Point> for Jacobian {
    fn from(Point { x, y }: Point) -> Self {
        let z = Field::ONE;
        Self { x, y, z }
    }
}

impl Jacobian {
    /// Never infinity: no point of the curve has y = 0.
    fn double(self) -> Self {
        let slope = self.x.square().times(3);
        let square = self.y.square();
        let middle = self.x * square.times(4);
        let x = slope.square() - middle.times(2);
        Self {
            x,
            y: slope * (middle - x) - square.times(2) * square.times(4),
            z: self.y.times(2) * self.z,
        }
    }

    /// Where it is on the curve that is scaled by this, with the z it had.
    fn scaled(self, by: Field) -> Self {
        let square = by.square();
        Self {
            x: self.x * square,
            y: self.y * (square * by),
            z: self.z,
        }
    }

    fn add(self, other: &Point) -> Option<Self> {
        let square = self.z.square();
        let right = (other.x * square - self.x).settled();
        let up = other.y * (square * self.z) - self.y;
        if right.is_zero() {
            return up.is_zero().then(|| self.double());
        }
        let square = right.square();
        let cube = square * right;
        let middle = self.x * square;
        let x = (up.square() - cube - middle.times(2)).settled();
        Some(Self {
            x,
            y: up * (middle - x) - self.y * cube,
            z: self.z * right,
        })
    }
}

/// 1, 3, 5 to 15 times each point, as if they had no z: all are on the curve that is scaled by one
/// z, which is given with them. [`Jacobian`]'s sums are the same on all such curves.
fn multiples(points: &[Point; 2]) -> ([[Point; MULTIPLES]; 2], Field) {
    let mut table = points.map(odd_multiples);
    let mut product = Field::ONE;
    let mut others = [Field::ONE; 2 * MULTIPLES];
    for (multiple, others) in table.as_flattened().iter().zip(&mut others) {
        *others = product;
        product = product * multiple.z;
    }
    let mut after = Field::ONE;
    for (multiple, others) in table.as_flattened_mut().iter_mut().zip(&others).rev() {
        *multiple = multiple.scaled(*others * after);
        after = after * multiple.z;
    }
    (
        table.map(|multiples| multiples.map(|Jacobian { x, y, .. }| Point { x, y })),
        product,
    )
}

fn odd_multiples(point: Point) -> [Jacobian; MULTIPLES] {
    let Jacobian { x, y, z } = Jacobian::from(point).double();
    // On the curve that is scaled by its z, the double is (x, y).
    let double = Point { x, y };
    let mut multiple = Jacobian::from(point).scaled(z);
    std::array::from_fn(|_| {
        let here = multiple;
        // Never equal nor opposite: the points' order is a large prime.
        multiple = multiple.add(&double).unwrap_or(multiple);
        Jacobian {
            z: here.z * z,
            ..here
        }
    })
}
