//! Gestures as a user would tell them: press here, move there, release, and this is wanted.

mod machines;

use asl::{Machine, StateId};
use canvas::{
    Button, EdgeKind, Gesture, Handle, Held, Input, Intent, Key, Load, NodeId, Options, Place, Point, Rules,
    Scene, Size, Viewport, World, layout,
};

const ORDER: &str = r#"{
    "StartAt": "Validate",
    "States": {
        "Validate": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:v", "Next": "Big?" },
        "Big?": {
            "Type": "Choice",
            "Choices": [{ "Variable": "$.amount", "NumericGreaterThan": 1000, "Next": "Approve" }],
            "Default": "Charge"
        },
        "Approve": { "Type": "Pass", "Next": "Charge" },
        "Charge": {
            "Type": "Parallel",
            "Branches": [
                { "StartAt": "Card", "States": { "Card": { "Type": "Pass", "End": true } } },
                { "StartAt": "Stock", "States": { "Stock": { "Type": "Pass", "End": true } } }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Sorry" }],
            "End": true
        },
        "Sorry": { "Type": "Fail" }
    }
}"#;

/// A person in front of the canvas.
struct Person {
    machine: Machine,
    scene: Scene,
    viewport: Viewport,
    selection: Vec<StateId>,
    edge: Option<(NodeId, EdgeKind)>,
    focus: Option<NodeId>,
    gesture: Gesture,
    forbidden: Option<Place>,
}

impl Rules for Person {
    fn may_drop(&self, _load: &Load, place: Place) -> Result<(), String> {
        if self.forbidden == Some(place) { Err(String::from("not here")) } else { Ok(()) }
    }

    fn may_connect(&self, _handle: Handle, to: NodeId) -> Result<(), String> {
        if to == self.id("Card") { Err(String::from("Card is in a branch")) } else { Ok(()) }
    }
}

impl Person {
    fn new() -> Person {
        let machine = machines::read(ORDER);
        let scene = layout(&machine, &Options::default());
        Person {
            machine,
            scene,
            viewport: Viewport { x: 10.0, y: 20.0, scale: 0.5 },
            selection: Vec::new(),
            edge: None,
            focus: None,
            gesture: Gesture::Idle,
            forbidden: None,
        }
    }

    fn state(&self, name: &str) -> StateId {
        self.machine.find(name).expect("a state of the order")
    }

    fn id(&self, name: &str) -> NodeId {
        NodeId::State(self.state(name))
    }

    /// The middle of a state in the window; of a container, its header.
    fn on(&self, name: &str) -> Point {
        let rect = self.scene.find(self.id(name)).expect("a drawn state").rect;
        self.viewport.to_view(Point::new(rect.center().x, rect.y + 20.0))
    }

    fn edge(&self, from: &str, kind: EdgeKind) -> Point {
        let (_, edge) =
            self.scene.edges_from(self.id(from)).find(|(_, edge)| edge.kind == kind).expect("an edge");
        canvas::plus(&self.scene, edge, self.viewport)
    }

    fn does(&mut self, input: Input) -> Vec<Intent> {
        let gesture = std::mem::take(&mut self.gesture);
        let world = World {
            scene: &self.scene,
            machine: &self.machine,
            viewport: self.viewport,
            view: Size { width: 1200.0, height: 900.0 },
            selection: &self.selection,
            edge: self.edge,
            focus: self.focus,
            rules: self,
        };
        let (gesture, intents) = gesture.step(input, &world);
        self.gesture = gesture;
        for intent in &intents {
            match intent {
                Intent::Select(states) => {
                    self.selection = states.clone();
                    self.edge = None;
                }
                Intent::SelectEdge { from, kind } => {
                    self.selection.clear();
                    self.edge = Some((*from, *kind));
                }
                Intent::Add(states) => self.selection.extend(states),
                Intent::Focus(id) => self.focus = Some(*id),
                _ => (),
            }
        }
        intents
    }

    fn press(&mut self, at: Point) -> Vec<Intent> {
        self.press_with(at, Held::default())
    }

    fn press_with(&mut self, at: Point, held: Held) -> Vec<Intent> {
        self.does(Input::Down {
            pointer: 1,
            at,
            button: Button::Main,
            held,
            is_touch: false,
            is_double: false,
        })
    }

    fn touch(&mut self, pointer: i32, at: Point) -> Vec<Intent> {
        self.does(Input::Down {
            pointer,
            at,
            button: Button::Main,
            held: Held::default(),
            is_touch: true,
            is_double: false,
        })
    }

    fn move_to(&mut self, at: Point) -> Vec<Intent> {
        self.does(Input::Move { pointer: 1, at })
    }

    fn release(&mut self, at: Point) -> Vec<Intent> {
        self.does(Input::Up { pointer: 1, at })
    }

    fn key(&mut self, key: Key) -> Vec<Intent> {
        self.does(Input::Key { key, held: Held::default() })
    }

    fn walk(&mut self, keys: &[Key]) -> String {
        for key in keys {
            self.key(*key);
        }
        match self.selection.as_slice() {
            [state] => self.machine.state(*state).name.to_string(),
            _ => String::from("nothing"),
        }
    }
}

#[test]
fn a_click_selects() {
    let mut person = Person::new();
    let at = person.on("Validate");
    assert!(person.press(at).is_empty());
    assert_eq!(person.release(at), [Intent::Select(vec![person.state("Validate")])]);
}

#[test]
fn a_trembling_click_is_a_click() {
    let mut person = Person::new();
    let at = person.on("Validate");
    person.press(at);
    assert!(person.move_to(at.plus(2.0, 2.0)).is_empty());
    assert_eq!(person.release(at.plus(2.0, 2.0)), [Intent::Select(vec![person.state("Validate")])]);
}

#[test]
fn a_click_on_the_ground_clears_the_selection() {
    let mut person = Person::new();
    person.press(Point::new(900.0, 700.0));
    assert_eq!(person.release(Point::new(900.0, 700.0)), [Intent::Select(vec![])]);
}

#[test]
fn shift_and_click_toggles() {
    let mut person = Person::new();
    let at = person.on("Sorry");
    person.press_with(at, Held { shift: true, ..Held::default() });
    assert_eq!(person.release(at), [Intent::Toggle(person.state("Sorry"))]);
}

#[test]
fn dragging_the_ground_moves_the_picture() {
    let mut person = Person::new();
    person.press(Point::new(900.0, 700.0));
    assert_eq!(person.move_to(Point::new(880.0, 710.0)), [Intent::Pan { x: -20.0, y: 10.0 }]);
    assert_eq!(person.move_to(Point::new(870.0, 710.0)), [Intent::Pan { x: -10.0, y: 0.0 }]);
    assert!(person.release(Point::new(870.0, 710.0)).is_empty());
    assert!(matches!(person.gesture, Gesture::Idle));
}

#[test]
fn space_moves_the_picture_even_over_a_state() {
    let mut person = Person::new();
    let at = person.on("Validate");
    person.press_with(at, Held { space: true, ..Held::default() });
    assert_eq!(person.move_to(at.plus(5.0, 5.0)), [Intent::Pan { x: 5.0, y: 5.0 }]);
}

#[test]
fn a_state_dragged_onto_an_edge_is_dropped_there() {
    let mut person = Person::new();
    let (from, to) = (person.on("Approve"), person.edge("Validate", EdgeKind::Next));
    person.press(from);
    person.move_to(from.plus(30.0, 0.0));
    person.move_to(to);
    assert!(
        matches!(&person.gesture, Gesture::Dragging(drag) if drag.over.is_some() && drag.refusal.is_none())
    );
    assert_eq!(
        person.release(to),
        [Intent::Drop {
            load: Load::States(vec![person.state("Approve")]),
            place: Place::Edge { from: person.id("Validate"), kind: EdgeKind::Next },
        }]
    );
}

#[test]
fn a_refused_drop_says_why_while_dragging_and_at_the_end() {
    let mut person = Person::new();
    person.forbidden = Some(Place::Edge { from: person.id("Validate"), kind: EdgeKind::Next });
    let (from, to) = (person.on("Approve"), person.edge("Validate", EdgeKind::Next));
    person.press(from);
    person.move_to(from.plus(30.0, 0.0));
    person.move_to(to);
    assert!(
        matches!(&person.gesture, Gesture::Dragging(drag) if drag.refusal.as_deref() == Some("not here"))
    );
    assert_eq!(person.release(to), [Intent::Refused(String::from("not here"))]);
}

#[test]
fn escape_cancels_a_drag_and_keeps_the_selection() {
    let mut person = Person::new();
    let from = person.on("Approve");
    person.press(from);
    person.move_to(from.plus(60.0, 0.0));
    assert!(person.key(Key::Escape).is_empty());
    assert!(matches!(person.gesture, Gesture::Idle));
    assert!(person.release(from.plus(60.0, 0.0)).is_empty());
    assert_eq!(person.selection, [person.state("Approve")]);
}

#[test]
fn a_new_state_goes_behind_the_last_one_of_a_branch() {
    let mut person = Person::new();
    let card = person.scene.find(person.id("Card")).expect("the card is drawn").rect;
    let below = person.viewport.to_view(Point::new(card.center().x, card.bottom() + 8.0));
    person.does(Input::Bring { pointer: 1, load: String::from("pass"), at: Point::new(-50.0, 300.0) });
    person.move_to(below);
    assert_eq!(
        person.release(below),
        [Intent::Drop {
            load: Load::Fresh(String::from("pass")),
            place: Place::Edge { from: person.id("Card"), kind: EdgeKind::End },
        }]
    );
}

#[test]
fn a_drop_outside_of_the_window_is_nothing() {
    let mut person = Person::new();
    person.does(Input::Bring { pointer: 1, load: String::from("pass"), at: Point::new(-50.0, 300.0) });
    assert!(person.release(Point::new(-50.0, 300.0)).is_empty());
}

#[test]
fn a_marquee_takes_what_is_wholly_inside() {
    let mut person = Person::new();
    let scene = person.viewport.to_view(Point::new(0.0, 0.0));
    let end = person.viewport.to_view(Point::new(person.scene.size.width, person.scene.size.height));
    person.press_with(scene.plus(1.0, 1.0), Held { shift: true, ..Held::default() });
    person.move_to(end);
    let taken = person.release(end);
    let all: Vec<StateId> =
        ["Validate", "Big?", "Approve", "Charge", "Sorry"].map(|name| person.state(name)).into();
    assert!(
        matches!(&taken[..], [Intent::Select(states)] if states.len() == all.len()
        && all.iter().all(|state| states.contains(state))),
        "{taken:?}"
    );
}

#[test]
fn an_arrow_is_drawn_from_the_handle_of_the_selected_state() {
    let mut person = Person::new();
    person.selection = vec![person.state("Charge")];
    let rect = person.scene.find(person.id("Charge")).expect("drawn").rect;
    let handle = person.viewport.to_view(Point::new(rect.right(), rect.y + 28.0));
    let to = person.on("Approve");
    person.press(handle);
    person.move_to(to);
    let expected =
        Intent::Connect { handle: Handle::NewCatch(person.state("Charge")), to: person.id("Approve") };
    assert_eq!(person.release(to), [expected]);
}

#[test]
fn the_head_of_the_selected_arrow_is_led_elsewhere() {
    let mut person = Person::new();
    let from = person.id("Big?");
    let kind = EdgeKind::Default;
    person.edge = Some((from, kind));
    let edge = person.scene.edges_from(from).map(|(_, edge)| edge).find(|edge| edge.kind == kind);
    let head = *edge.expect("drawn").points.last().expect("a head");
    let head = person.viewport.to_view(head);
    let to = person.on("Approve");
    person.press(head);
    person.move_to(to);
    let expected = Intent::Connect { handle: Handle::Head { from, kind }, to: person.id("Approve") };
    assert_eq!(person.release(to), [expected]);
}

#[test]
fn an_arrow_into_another_scope_is_refused() {
    let mut person = Person::new();
    person.selection = vec![person.state("Validate")];
    let rect = person.scene.find(person.id("Validate")).expect("drawn").rect;
    let handle = person.viewport.to_view(Point::new(rect.right(), rect.y + 28.0));
    let to = person.on("Card");
    person.press(handle);
    person.move_to(to);
    assert_eq!(person.release(to), [Intent::Refused(String::from("Card is in a branch"))]);
}

#[test]
fn a_tap_on_the_plus_inserts_there() {
    let mut person = Person::new();
    let at = person.edge("Validate", EdgeKind::Next);
    person.touch(1, at);
    let place = Place::Edge { from: person.id("Validate"), kind: EdgeKind::Next };
    assert_eq!(person.release(at), [Intent::InsertAt(place)]);
}

#[test]
fn a_finger_on_a_state_moves_the_picture_unless_it_is_selected() {
    let mut person = Person::new();
    let at = person.on("Approve");
    person.touch(1, at);
    assert_eq!(person.move_to(at.plus(0.0, 40.0)), [Intent::Pan { x: 0.0, y: 40.0 }]);
    person.release(at.plus(0.0, 40.0));
    person.selection = vec![person.state("Approve")];
    person.touch(1, at);
    person.move_to(at.plus(0.0, 40.0));
    assert!(matches!(person.gesture, Gesture::Dragging(_)));
}

#[test]
fn two_fingers_pinch() {
    let mut person = Person::new();
    person.touch(1, Point::new(300.0, 700.0));
    person.touch(2, Point::new(500.0, 700.0));
    let intents = person.does(Input::Move { pointer: 2, at: Point::new(700.0, 700.0) });
    assert_eq!(
        intents,
        [Intent::Pan { x: 100.0, y: 0.0 }, Intent::Zoom { at: Point::new(500.0, 700.0), factor: 2.0 }]
    );
    person.does(Input::Up { pointer: 1, at: Point::new(300.0, 700.0) });
    assert!(matches!(person.gesture, Gesture::Panning { pointer: 2, .. }));
}

#[test]
fn a_long_press_opens_the_menu() {
    let mut person = Person::new();
    let at = person.on("Sorry");
    person.touch(1, at);
    assert!(person.gesture.awaits_long_press());
    let intents = person.does(Input::LongPress { pointer: 1 });
    assert!(matches!(&intents[..], [Intent::Select(_), Intent::Menu { .. }]), "{intents:?}");
    assert!(person.release(at).is_empty());
}

#[test]
fn control_and_wheel_zooms_and_the_wheel_alone_moves() {
    let mut person = Person::new();
    let at = Point::new(5.0, 5.0);
    let moved = person.does(Input::Wheel { at, x: 3.0, y: 40.0, held: Held::default() });
    assert_eq!(moved, [Intent::Pan { x: -3.0, y: -40.0 }]);
    let zoomed =
        person.does(Input::Wheel { at, x: 0.0, y: -40.0, held: Held { control: true, ..Held::default() } });
    assert!(matches!(&zoomed[..], [Intent::Zoom { factor, .. }] if *factor > 1.0));
}

#[test]
fn a_double_click_on_a_container_folds_it() {
    let mut person = Person::new();
    let at = person.on("Charge");
    person.does(Input::Down {
        pointer: 1,
        at,
        button: Button::Main,
        held: Held::default(),
        is_touch: false,
        is_double: true,
    });
    let charge = person.state("Charge");
    assert_eq!(person.release(at), [Intent::Select(vec![charge]), Intent::Fold(charge)]);
}

#[test]
fn arrows_walk_the_flow() {
    let mut person = Person::new();
    assert_eq!(person.walk(&[Key::Down]), "Validate");
    assert_eq!(person.walk(&[Key::Down]), "Big?");
    assert_eq!(person.walk(&[Key::Down, Key::Up]), "Big?");
    assert_eq!(person.walk(&[Key::End]), "Sorry");
    assert_eq!(person.walk(&[Key::Up]), "Charge");
    assert_eq!(person.walk(&[Key::Down]), "Card");
    assert_eq!(person.walk(&[Key::Right]), "Stock");
    assert_eq!(person.walk(&[Key::Up]), "Charge");
}

#[test]
fn insert_adds_behind_and_alt_moves() {
    let mut person = Person::new();
    person.walk(&[Key::Down]);
    let place = Place::Edge { from: person.id("Validate"), kind: EdgeKind::Next };
    assert_eq!(person.key(Key::Insert), [Intent::InsertAt(place)]);
    person.selection = vec![person.state("Approve")];
    person.focus = Some(person.id("Approve"));
    let moved = person.does(Input::Key { key: Key::Up, held: Held { alt: true, ..Held::default() } });
    let load = Load::States(vec![person.state("Approve")]);
    assert_eq!(moved, [Intent::Drop { load, place }]);
}

#[test]
fn the_second_button_opens_a_menu_for_what_is_under_it() {
    let mut person = Person::new();
    let at = person.on("Big?");
    let intents = person.does(Input::Down {
        pointer: 1,
        at,
        button: Button::Second,
        held: Held::default(),
        is_touch: false,
        is_double: false,
    });
    assert!(matches!(&intents[..], [Intent::Select(_), Intent::Menu { .. }]));
}

#[test]
fn what_comes_in_over_the_border_does_not_push_the_picture() {
    let mut person = Person::new();
    let border = Point::new(5.0, 400.0);
    person.does(Input::Bring { pointer: 1, load: String::from("Pass"), at: Point::new(-40.0, 400.0) });
    assert!(person.move_to(border).is_empty());
    assert!(person.move_to(Point::new(300.0, 400.0)).is_empty());
    assert_eq!(person.move_to(border), [Intent::Pan { x: 12.0, y: 0.0 }], "back at the border it does");
}

#[test]
fn an_arrow_is_walked_to_led_elsewhere_and_removed_by_keys() {
    let mut person = Person::new();
    person.selection = vec![person.state("Big?")];
    let from = person.id("Big?");
    assert_eq!(person.key(Key::Letter('e')), [Intent::SelectEdge { from, kind: EdgeKind::Rule(0) }]);
    assert_eq!(person.key(Key::Letter('e')), [Intent::SelectEdge { from, kind: EdgeKind::Default }]);
    assert_eq!(
        person.key(Key::Letter('c')),
        [Intent::ChooseTarget(Handle::Head { from, kind: EdgeKind::Default })]
    );
    assert_eq!(person.key(Key::Delete), [Intent::RemoveEdge { from, kind: EdgeKind::Default }]);
    assert_eq!(person.walk(&[Key::Down]), "Charge");
}
