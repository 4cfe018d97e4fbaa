//! An index of the picture by place: what is near a point or inside a window, without looking at everything.

use crate::{Edge, Node, Point, Rect, Size};

/// Square cells with lists of what touches them.
///
/// Large boxes touch many cells, so the number of cells follows the number of things.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    cell: f64,
    columns: usize,
    rows: usize,
    nodes: Vec<Vec<u32>>,
    edges: Vec<Vec<u32>>,
}

impl Grid {
    pub(crate) fn new(size: Size, nodes: &[Node], edges: &[Edge]) -> Grid {
        let wanted = (nodes.len() + 1) as f64;
        let cell = (size.width * size.height / wanted).sqrt().max(160.0);
        let columns = ((size.width / cell).ceil() as usize).max(1);
        let rows = ((size.height / cell).ceil() as usize).max(1);
        let mut grid = Grid {
            cell,
            columns,
            rows,
            nodes: vec![Vec::new(); columns * rows],
            edges: vec![Vec::new(); columns * rows],
        };
        for (place, node) in nodes.iter().enumerate() {
            let cells: Vec<usize> = grid.cells(node.rect).collect();
            for cell in cells {
                grid.nodes[cell].push(place as u32);
            }
        }
        for (place, edge) in edges.iter().enumerate() {
            let mut put = |cell: usize| {
                if grid.edges[cell].last() != Some(&(place as u32)) {
                    grid.edges[cell].push(place as u32);
                }
            };
            let pieces = edge.points.windows(2).map(|piece| Rect::spanned(piece[0], piece[1]));
            for rect in pieces.chain(edge.label.iter().map(|label| label.rect)) {
                cells(rect, cell, columns, rows).for_each(&mut put);
            }
        }
        grid
    }

    pub(crate) fn nodes_at(&self, point: Point) -> impl Iterator<Item = usize> {
        self.cells(Rect::new(point.x, point.y, 0.0, 0.0))
            .take(1)
            .filter_map(|cell| self.nodes.get(cell))
            .flatten()
            .map(|place| *place as usize)
    }

    pub(crate) fn nodes_in(&self, window: Rect) -> impl Iterator<Item = usize> {
        self.gather(&self.nodes, window).into_iter()
    }

    pub(crate) fn edges_in(&self, window: Rect) -> impl Iterator<Item = usize> {
        self.gather(&self.edges, window).into_iter()
    }

    pub(crate) fn edges_at(&self, window: Rect) -> impl Iterator<Item = usize> {
        self.gather(&self.edges, window).into_iter()
    }

    /// Everything in the cells that a window touches, once each, in order.
    fn gather(&self, lists: &[Vec<u32>], window: Rect) -> Vec<usize> {
        let mut places: Vec<usize> = self
            .cells(window)
            .filter_map(|cell| lists.get(cell))
            .flatten()
            .map(|place| *place as usize)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn cells(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        cells(rect, self.cell, self.columns, self.rows)
    }
}

fn cells(rect: Rect, cell: f64, columns: usize, rows: usize) -> impl Iterator<Item = usize> {
    let clamp = |value: f64, count: usize| ((value / cell).max(0.0) as usize).min(count.saturating_sub(1));
    let (left, right) = (clamp(rect.x, columns), clamp(rect.right(), columns));
    let (top, bottom) = (clamp(rect.y, rows), clamp(rect.bottom(), rows));
    (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
}
