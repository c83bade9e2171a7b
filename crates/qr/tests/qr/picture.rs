//! A drawing, read module by module.

/// The light border around a code.
const QUIET_ZONE: usize = 4;

/// A code without its border.
#[derive(PartialEq, Eq)]
pub struct Picture {
    pub size: usize,
    dark: Vec<bool>,
}

impl Picture {
    /// Paints the one path of dark modules, and insists that nothing lands on the border.
    pub fn painted(svg: &str) -> Self {
        let side = between(svg, "viewBox=\"0 0 ", " ")
            .parse::<usize>()
            .unwrap();
        let mut picture = Self::light(side - 2 * QUIET_ZONE);
        let (mut x, mut y, mut right) = (0, 0, 0);
        for (command, numbers) in commands(between(svg, "<path d=\"", "\"")) {
            match (command, numbers.as_slice()) {
                ('M', [to_x, to_y]) => (x, y) = (*to_x, *to_y),
                ('m', [by_x, 0]) => x += by_x,
                ('h', [width]) if *width > 0 => right = x + width,
                ('v', [1]) => {}
                ('h', [back]) => assert_eq!(right + back, x),
                ('z', []) => (x..right).for_each(|x| picture.paint(x, y)),
                other => panic!("{other:?}"),
            }
        }
        picture
    }

    /// Reads the half blocks of a terminal, and insists on the border.
    pub fn printed(text: &str) -> Self {
        let rows: Vec<Vec<bool>> = text.lines().flat_map(half_rows).collect();
        let side = rows[0].len();
        // The last line has a row for which there is no module.
        assert_eq!(rows.len(), side + 1);
        let mut picture = Self::light(side - 2 * QUIET_ZONE);
        for (y, row) in (0..).zip(&rows) {
            assert_eq!(row.len(), side);
            for (x, _) in (0..).zip(row).filter(|(_, dark)| **dark) {
                picture.paint(x, y);
            }
        }
        picture
    }

    fn light(size: usize) -> Self {
        Self {
            size,
            dark: vec![false; size * size],
        }
    }

    pub fn of(size: usize, dark: Vec<bool>) -> Self {
        Self { size, dark }
    }

    pub fn dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.size + x]
    }

    pub fn version(&self) -> i16 {
        i16::try_from((self.size - 17) / 4).unwrap()
    }

    /// The mask in the code's format information.
    pub fn mask(&self) -> usize {
        let said = [(2, 4), (3, 2), (4, 1)].map(|(x, bit)| usize::from(self.dark(x, 8)) * bit);
        said.iter().sum::<usize>() ^ 0b101
    }

    fn paint(&mut self, x: i32, y: i32) {
        let [x, y] = [x, y].map(|at| usize::try_from(at).unwrap() - QUIET_ZONE);
        assert!(x < self.size && y < self.size && !self.dark(x, y));
        self.dark[y * self.size + x] = true;
    }
}

/// Rows of blocks, two of which are as wide as high.
impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for row in self.dark.chunks(self.size) {
            let row: String = row
                .iter()
                .map(|dark| if *dark { "██" } else { "  " })
                .collect();
            writeln!(f, "{row}")?;
        }
        Ok(())
    }
}

/// Returns the two rows of one line of text.
fn half_rows(line: &str) -> [Vec<bool>; 2] {
    ["▀█", "▄█"].map(|dark| {
        let known = |block| " ▀▄█".contains(block);
        assert!(line.chars().all(known), "{line}");
        line.chars().map(|block| dark.contains(block)).collect()
    })
}

fn commands(path: &str) -> Vec<(char, Vec<i32>)> {
    let starts = path.match_indices(|letter: char| letter.is_ascii_alphabetic());
    let ends = starts.clone().map(|(at, _)| at).skip(1).chain([path.len()]);
    let command = |((start, letter), end): ((usize, &str), usize)| {
        let numbers = path[start + 1..end].split_whitespace();
        let numbers = numbers.map(|number| number.parse().unwrap());
        (letter.chars().next().unwrap(), numbers.collect())
    };
    starts.zip(ends).map(command).collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}
