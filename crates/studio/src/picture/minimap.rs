//! The whole picture in small: where one is, and a press goes elsewhere.

use canvas::{Minimap, Point, Shape, Size};
use leptos::prelude::*;

use super::Picture;

/// Pixels of the small picture.
const SIZE: Size = Size { width: 132.0, height: 92.0 };

#[component]
pub fn MinimapView(picture: Picture) -> impl IntoView {
    let map = Memo::new(move |_| {
        let size = picture.scene.read().size;
        MapOf(Minimap::new(size, SIZE, 6.0))
    });
    // Only where the picture does not fit: otherwise it would say nothing.
    let is_shown = Memo::new(move |_| {
        let (size, room, scale) =
            (picture.scene.read().size, picture.room.get(), picture.viewport.read().scale);
        size.width * scale > room.width || size.height * scale > room.height
    });
    let go = move |event: web_sys::PointerEvent| {
        event.stop_propagation();
        if event.buttons() == 0 && event.type_() == "pointermove" {
            return;
        }
        let at = Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()));
        let room = picture.room.get_untracked();
        let map = map.get_untracked().0;
        picture.viewport.update(|viewport| *viewport = map.go_to(at, *viewport, room));
    };
    let states = move || {
        let map = map.get().0;
        let scene = picture.scene.get();
        let cards = scene.nodes.iter().filter(|node| matches!(node.shape, Shape::Card | Shape::Stack(_)));
        cards
            .take(2_000)
            .map(|node| {
                let rect = map.rect(node.rect);
                view! { <rect class="state" x=rect.x y=rect.y width=rect.width.max(2.0) height=rect.height.max(1.0) rx="1" /> }
            })
            .collect_view()
    };
    let window = move || {
        let rect = map.get().0.rect(picture.viewport.get().window(picture.room.get()));
        view! { <rect class="view" x=rect.x y=rect.y width=rect.width height=rect.height rx="2" /> }
    };
    view! {
        <Show when=move || is_shown.get()>
            <svg
                class="minimap"
                width=SIZE.width
                height=SIZE.height
                aria-hidden="true"
                on:pointerdown=go
                on:pointermove=go
                on:pointerup=|event| event.stop_propagation()
            >
                {states}
                {window}
            </svg>
        </Show>
    }
}

/// A map that a memo can compare.
#[derive(Clone, Copy)]
struct MapOf(Minimap);

impl PartialEq for MapOf {
    fn eq(&self, other: &MapOf) -> bool {
        let corner = Point::new(0.0, 0.0);
        self.0.scale == other.0.scale && self.0.to_scene(corner) == other.0.to_scene(corner)
    }
}
