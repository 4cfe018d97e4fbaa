//! The window on the picture, the small picture, and the way from one picture to the next.

mod machines;

use canvas::{Glide, Minimap, Options, Point, Rect, Size, Viewport, layout};

const VIEW: Size = Size { width: 800.0, height: 600.0 };

#[test]
fn a_zoom_keeps_the_point_under_the_pointer() {
    let viewport = Viewport { x: 30.0, y: -40.0, scale: 0.8 };
    let at = Point::new(200.0, 300.0);
    let before = viewport.to_scene(at);
    let after = viewport.zoomed(at, 1.7).to_scene(at);
    assert!(before.distance(after) < 1e-9);
}

#[test]
fn fit_shows_everything_and_enlarges_nothing() {
    let large = Viewport::fit(Size { width: 4000.0, height: 1000.0 }, VIEW, 20.0);
    assert!(large.window(VIEW).holds(Rect::new(0.0, 0.0, 4000.0, 1000.0)));
    let small = Viewport::fit(Size { width: 100.0, height: 100.0 }, VIEW, 20.0);
    assert_eq!(small.scale, 1.0);
}

#[test]
fn the_picture_cannot_be_lost() {
    let scene = Size { width: 500.0, height: 500.0 };
    let lost = Viewport { x: 9000.0, y: -9000.0, scale: 1.0 };
    let window = lost.clamped(scene, VIEW).window(VIEW);
    assert!(window.overlaps(Rect::new(0.0, 0.0, 500.0, 500.0)));
}

#[test]
fn reveal_moves_only_when_needed() {
    let viewport = Viewport::default();
    assert_eq!(viewport.reveal(Rect::new(50.0, 50.0, 100.0, 50.0), VIEW, 10.0), viewport);
    let moved = viewport.reveal(Rect::new(900.0, 50.0, 100.0, 50.0), VIEW, 10.0);
    assert_eq!((moved.x, moved.y), (-210.0, 0.0));
}

#[test]
fn in_another_window_what_was_in_sight_stays_and_what_was_fitted_is_fitted_again() {
    let scene = Size { width: 400.0, height: 500.0 };
    let half = Size { height: 300.0, ..VIEW };
    let fitted = Viewport::fit(scene, VIEW, 20.0);
    assert_eq!(fitted.resized(scene, None, VIEW, half, 20.0), Viewport::fit(scene, half, 20.0));

    let low = Rect::new(100.0, 400.0, 200.0, 50.0);
    let raised = fitted.resized(scene, Some(low), VIEW, half, 20.0);
    assert!(raised.window(half).holds(low));
    assert_eq!(raised.scale, fitted.scale);

    let away = fitted.panned(0.0, 250.0);
    assert_eq!(away.resized(scene, Some(low), VIEW, half, 20.0), away, "it was not in sight before");
    assert_eq!(away.resized(scene, None, VIEW, half, 20.0), away);
}

#[test]
fn the_small_picture_leads_back() {
    let minimap =
        Minimap::new(Size { width: 1000.0, height: 2000.0 }, Size { width: 132.0, height: 92.0 }, 6.0);
    let rect = minimap.rect(Rect::new(100.0, 200.0, 50.0, 50.0));
    assert!(minimap.to_scene(Point::new(rect.x, rect.y)).distance(Point::new(100.0, 200.0)) < 1e-9);
    let viewport = minimap.go_to(Point::new(66.0, 46.0), Viewport::default(), VIEW);
    assert!(viewport.window(VIEW).center().distance(Point::new(500.0, 1000.0)) < 1e-6);
}

#[test]
fn what_stays_glides_and_what_is_new_appears() {
    let text = |middle: &str| {
        format!(
            r#"{{"StartAt":"A","States":{{"A":{{"Type":"Pass","Next":"{}"}},{middle}"C":{{"Type":"Pass","End":true}}}}}}"#,
            if middle.is_empty() { "C" } else { "B" }
        )
    };
    let before = layout(&machines::read(&text("")), &Options::default());
    let after = layout(&machines::read(&text(r#""B":{"Type":"Pass","Next":"C"},"#)), &Options::default());
    let glide = Glide::new(&before, &after);
    assert!(glide.is_moving());
    let place = |name: &str| after.nodes.iter().position(|node| node.title.as_str() == name).expect("drawn");
    let old = |name: &str| before.nodes.iter().find(|node| node.title.as_str() == name).expect("drawn").rect;
    assert!(glide.is_new(place("B")) && !glide.is_new(place("C")));
    assert_eq!(glide.at(&after, 0.0).nodes[place("C")], old("C"));
    assert_eq!(glide.at(&after, 1.0).nodes[place("C")], after.nodes[place("C")].rect);
    assert_eq!(glide.at(&after, 0.5).nodes[place("A")], old("A"));
}

#[test]
fn only_what_the_window_shows_is_named() {
    let scene = layout(&machines::plausible(3, 400), &Options::default());
    let window = Rect::new(0.0, scene.size.height / 2.0, 900.0, 700.0);
    let visible = scene.visible(window);
    let expected: Vec<usize> = (0..scene.nodes.len())
        .filter(|place| scene.nodes[*place].rect.grown(12.0).overlaps(window))
        .collect();
    assert_eq!(visible.nodes, expected);
    assert!(visible.nodes.len() < scene.nodes.len() / 4);
    for place in visible.nodes {
        let node = &scene.nodes[place];
        if let canvas::Shape::Card = node.shape {
            assert_eq!(scene.hit(node.rect.center()), Some(canvas::Hit::Node(place)));
        }
    }
}
