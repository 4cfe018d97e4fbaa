//! What must hold for every picture: nothing overlaps, children are inside, no edge runs through a state,
//! labels are readable, siblings stand in order, and the same machine gives the same picture.

mod machines;

use std::fmt::Write;

use asl::Machine;
use canvas::{Direction, Node, NodeId, Options, Point, Rect, Scene, Shape, layout};

#[test]
fn properties_hold_for_examples() {
    for (name, machine) in machines::examples() {
        check(&name, &machine);
    }
}

#[test]
fn properties_hold_for_real_definitions() {
    let real = machines::real();
    if real.is_empty() {
        println!("no shared definitions here: nothing to draw");
    }
    for (name, machine) in real {
        check(&name, &machine);
    }
}

#[test]
fn properties_hold_for_random_machines() {
    for seed in 0..60 {
        let machine = machines::random(seed, 3 + (seed as usize * 7) % 40);
        check(&format!("random {seed}"), &machine);
    }
}

/// Extremes of width, depth and names, and broken ones.
#[test]
fn properties_hold_for_odd_machines() {
    for (name, machine) in machines::odd() {
        check(&name, &machine);
    }
}

/// So many long arrows that most of them go outside of the flow.
#[test]
fn properties_hold_for_a_large_random_machine() {
    check("large random", &machines::random(11, 250));
}

fn check(name: &str, machine: &Machine) {
    for direction in [Direction::Down, Direction::Right] {
        let options = Options { direction, ..Options::default() };
        let scene = layout(machine, &options);
        let mut complaints = String::new();
        nodes_apart(&scene, &mut complaints);
        children_inside(&scene, &mut complaints);
        children_padded(&scene, &mut complaints);
        edges_beside_nodes(&scene, &mut complaints);
        labels_free(&scene, &mut complaints);
        bars_beside_nodes(machine, &scene, &mut complaints);
        siblings_in_order(&scene, &mut complaints);
        everything_drawn(machine, &scene, &mut complaints);
        assert!(complaints.is_empty(), "{name}, {direction:?}:\n{complaints}");
        let again = layout(machine, &options);
        assert_eq!(format!("{:?}", scene.edges), format!("{:?}", again.edges), "{name} is drawn in two ways");
    }
}

/// Nodes overlap only when one is around the other.
fn nodes_apart(scene: &Scene, complaints: &mut String) {
    for (place, node) in scene.nodes.iter().enumerate() {
        for (other_place, other) in scene.nodes.iter().enumerate().skip(place + 1) {
            if node.rect.overlaps(other.rect) && !is_around(scene, place, other_place) {
                let _ = writeln!(complaints, "{} overlaps {}", title(node), title(other));
            }
        }
    }
}

fn is_around(scene: &Scene, outer: usize, inner: usize) -> bool {
    std::iter::successors(Some(inner), |place| scene.nodes[*place].parent).any(|place| place == outer)
}

fn children_inside(scene: &Scene, complaints: &mut String) {
    for node in &scene.nodes {
        let around = node.parent.map_or(scene.bounds(), |parent| scene.nodes[parent].rect);
        if !around.holds(node.rect) {
            let _ = writeln!(complaints, "{} sticks out", title(node));
        }
    }
    for edge in &scene.edges {
        let parent = scene.find(edge.from).and_then(|node| node.parent);
        let around = parent.map_or(scene.bounds(), |parent| scene.nodes[parent].rect);
        if edge.points.iter().any(|point| !around.contains(*point)) {
            let _ = writeln!(complaints, "the edge {:?} sticks out", edge.kind);
        }
    }
}

/// Around what stands in a container there is room, and above it the header.
fn children_padded(scene: &Scene, complaints: &mut String) {
    for node in &scene.nodes {
        let Some(parent) = node.parent.map(|parent| &scene.nodes[parent]) else { continue };
        let room = [
            node.rect.x - parent.rect.x,
            parent.rect.right() - node.rect.right(),
            node.rect.y - parent.rect.y,
            parent.rect.bottom() - node.rect.bottom(),
        ];
        let is_headed = parent.shape == Shape::Container;
        if room.iter().any(|room| *room < 8.0) || (is_headed && room[2] < 36.0) {
            let _ =
                writeln!(complaints, "{} stands at the border of {}: {room:?}", title(node), title(parent));
        }
    }
}

/// No piece of an edge goes through a node, its own ends included, unless the node is around it.
fn edges_beside_nodes(scene: &Scene, complaints: &mut String) {
    for edge in &scene.edges {
        let parent = scene.find(edge.from).and_then(|node| node.parent);
        for (place, node) in scene.nodes.iter().enumerate() {
            let is_outside = parent.is_some_and(|parent| is_around(scene, place, parent));
            if is_outside || node.shape == Shape::Lane {
                continue;
            }
            let inside = node.rect.grown(-1.0);
            for piece in edge.points.windows(2) {
                let line = Rect::spanned(piece[0], piece[1]);
                if touches(line, inside) {
                    let _ = writeln!(
                        complaints,
                        "the edge {:?} from {} to {} runs through {} at {line:?}",
                        edge.kind,
                        name(scene, edge.from),
                        name(scene, edge.to),
                        title(node)
                    );
                }
            }
        }
        if edge.points.windows(2).any(|piece| piece[0].x != piece[1].x && piece[0].y != piece[1].y) {
            let _ = writeln!(complaints, "an edge is askew: {:?}", edge.points);
        }
    }
}

fn touches(line: Rect, inside: Rect) -> bool {
    line.x <= inside.right()
        && line.right() >= inside.x
        && line.y <= inside.bottom()
        && line.bottom() >= inside.y
}

/// Labels lie on no state, on no other label, and on the line of no other edge from elsewhere.
fn labels_free(scene: &Scene, complaints: &mut String) {
    let labels: Vec<(usize, Rect)> = scene
        .edges
        .iter()
        .enumerate()
        .filter_map(|(place, edge)| edge.label.as_ref().map(|label| (place, label.rect)))
        .collect();
    for (place, label) in &labels {
        let from = scene.edges[*place].from;
        let parent = scene.find(from).and_then(|node| node.parent);
        for (node_place, node) in scene.nodes.iter().enumerate() {
            let is_outside = parent.is_some_and(|parent| is_around(scene, node_place, parent));
            if !is_outside && node.rect.overlaps(*label) {
                let _ = writeln!(complaints, "a label of {} lies on {}", name(scene, from), title(node));
            }
        }
        for (other_place, other) in &labels {
            if other_place > place && other.overlaps(*label) {
                let _ = writeln!(complaints, "two labels of {} overlap", name(scene, from));
            }
        }
    }
}

/// Where something can be dropped on an edge, the bar lies on no state that the edge goes past.
fn bars_beside_nodes(machine: &Machine, scene: &Scene, complaints: &mut String) {
    for zone in canvas::zones(scene, machine) {
        let canvas::Place::Edge { from, .. } = zone.place else { continue };
        let center = zone.bar.center();
        for node in scene.nodes.iter().filter(|node| matches!(node.shape, Shape::Card | Shape::Stack(_))) {
            let is_beside = match scene.direction {
                Direction::Down => node.rect.right() <= center.x - 12.0 || node.rect.x >= center.x + 12.0,
                Direction::Right => node.rect.bottom() <= center.y - 12.0 || node.rect.y >= center.y + 12.0,
            };
            if is_beside && node.rect.overlaps(zone.bar) {
                let _ = writeln!(
                    complaints,
                    "the bar on an edge of {} lies on {}",
                    name(scene, from),
                    title(node)
                );
            }
        }
    }
}

/// Direct targets of one state that stand in one row are in the order of the definition.
fn siblings_in_order(scene: &Scene, complaints: &mut String) {
    for node in &scene.nodes {
        let mut last: Option<Point> = None;
        for (_, edge) in scene.edges_from(node.id).filter(|(_, edge)| !edge.kind.is_catch()) {
            let Some(label) = &edge.label else { continue };
            let center = label.rect.center();
            let is_right = last.is_none_or(|last| match scene.direction {
                Direction::Down => center.x > last.x,
                Direction::Right => center.y > last.y,
            });
            if !is_right {
                let _ = writeln!(complaints, "the rules of {} are out of order", title(node));
            }
            last = Some(center);
        }
    }
}

fn everything_drawn(machine: &Machine, scene: &Scene, complaints: &mut String) {
    for state in &machine.states {
        if scene.state(state.id).is_none() {
            let _ = writeln!(complaints, "{} is not drawn", state.name.as_str());
        }
        for target in state.targets() {
            let is_drawn = scene.edges_from(NodeId::State(state.id)).any(|(_, edge)| match target.state {
                Some(target) => edge.to == NodeId::State(target),
                None => matches!(edge.to, NodeId::Missing(..)),
            });
            if !is_drawn {
                let _ = writeln!(complaints, "an arrow of {} is not drawn", state.name.as_str());
            }
        }
    }
}

fn title(node: &Node) -> String {
    format!("{:?} “{}” at {:?}", node.id, node.title.as_str(), node.rect)
}

fn name(scene: &Scene, id: NodeId) -> String {
    scene.find(id).map_or_else(|| format!("{id:?}"), |node| node.title.to_string())
}

/// What a new state at the end of a branch does to the others: nothing, if they are not below it.
#[test]
fn a_small_edit_moves_little() {
    let text = |refund: &str| {
        format!(
            r#"{{"StartAt":"A","States":{{
                "A":{{"Type":"Choice","Choices":[{{"Variable":"$.a","BooleanEquals":true,"Next":"B"}}],"Default":"C"}},
                "B":{{"Type":"Pass","Next":"D"}},
                "C":{{"Type":"Pass",{refund}}},
                "D":{{"Type":"Pass","Next":"E"}},
                "E":{{"Type":"Pass","End":true}},
                "F":{{"Type":"Pass","End":true}}}}}}"#
        )
    };
    let before = layout(&machines::read(&text(r#""End":true"#)), &Options::default());
    let after = layout(&machines::read(&text(r#""Next":"F""#)), &Options::default());
    for name in ["A", "B", "C", "D", "E"] {
        let of =
            |scene: &Scene| scene.nodes.iter().find(|node| node.title.as_str() == name).map(|node| node.rect);
        assert_eq!(of(&before), of(&after), "{name} has moved");
    }
}

#[test]
fn a_closed_container_hides_its_states() {
    let machine = machines::plausible(5, 80);
    let collapsed =
        machine.states.iter().filter(|state| !machine.scopes_in(state.id).is_empty()).map(|state| state.id);
    let options = Options { collapsed: collapsed.collect(), ..Options::default() };
    let scene = layout(&machine, &options);
    let open = layout(&machine, &Options::default());
    assert!(scene.nodes.len() < open.nodes.len());
    assert!(scene.nodes.iter().any(|node| matches!(node.shape, Shape::Stack(count) if count > 0)));
    assert!(scene.nodes.iter().all(|node| node.parent.is_none()));
}

#[test]
fn broken_machines_are_drawn_too() {
    let draw = |text: &str| layout(&machines::read(text), &Options::default());
    assert_eq!(draw("").nodes.len(), 2, "Start and a place for the first state");
    assert!(draw(r#"{"StartAt":"A"}"#).nodes.iter().any(|node| node.shape == Shape::Hole));
    let missing =
        draw(r#"{"StartAt":"Nowhere","States":{"A":{"Type":"Pass","Next":"Elsewhere"},"B":{"Type":"Map"}}}"#);
    let ghosts = missing.nodes.iter().filter(|node| node.shape == Shape::Ghost).count();
    assert_eq!(ghosts, 2, "two arrows lead to nothing");
    assert!(missing.nodes.iter().any(|node| matches!(node.id, NodeId::Hollow(_))), "the Map is empty");
}
