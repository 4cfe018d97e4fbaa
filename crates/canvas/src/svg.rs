//! A scene as an SVG file that stands alone.

use std::collections::BTreeMap;
use std::fmt::Write;

use asl::StateId;

use crate::geometry::Short;
use crate::theme::mix;
use crate::{Edge, HEADER, Icon, Mark, Node, Rect, Scene, Shape, Theme, measure};

/// What a picture looks like.
#[derive(Clone, Debug)]
pub struct Look {
    pub theme: Theme,
    /// How the states of an execution stand; empty for a plain picture.
    pub statuses: BTreeMap<StateId, Status>,
}

/// How a state of an execution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Running,
    /// For an answer from outside.
    Waiting,
    Succeeded,
    /// Failed, and a catcher took it.
    Caught,
    Failed,
    Stopped,
}

const FONTS: &str = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif";

/// Writes the picture.
pub fn svg(scene: &Scene, look: &Look) -> String {
    let mut svg = Svg { text: String::new(), look };
    let (width, height) = (scene.size.width.ceil(), scene.size.height.ceil());
    svg.add(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\" font-size=\"13\">\n"
    ));
    svg.add(format_args!(
        "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        look.theme.background
    ));
    for node in &scene.nodes {
        match node.shape {
            Shape::Container => svg.container(node),
            Shape::Lane => svg.lane(node),
            Shape::Card | Shape::Pill | Shape::Stack(_) | Shape::Hole | Shape::Ghost => (),
        }
    }
    // Catchers first, so that the flow lies over them where they meet.
    for edge in scene.edges.iter().filter(|edge| edge.kind.is_catch()) {
        svg.edge(edge);
    }
    for edge in scene.edges.iter().filter(|edge| !edge.kind.is_catch()) {
        svg.edge(edge);
    }
    for edge in &scene.edges {
        svg.label(edge);
    }
    for node in &scene.nodes {
        match node.shape {
            Shape::Card | Shape::Stack(_) => svg.card(node),
            Shape::Pill => svg.pill(node),
            Shape::Hole | Shape::Ghost => svg.hole(node),
            Shape::Container | Shape::Lane => (),
        }
        svg.status(node);
    }
    svg.add(format_args!("</svg>\n"));
    svg.text
}

struct Svg<'a> {
    text: String,
    look: &'a Look,
}

impl Svg<'_> {
    fn add(&mut self, what: std::fmt::Arguments<'_>) {
        let _ = self.text.write_fmt(what);
    }

    fn rect(&mut self, rect: Rect, radius: f64, style: &str) {
        self.add(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" {style}/>\n",
            Short(rect.x),
            Short(rect.y),
            Short(rect.width),
            Short(rect.height),
            Short(radius)
        ));
    }

    fn words(&mut self, x: f64, y: f64, style: &str, text: &str) {
        self.add(format_args!(
            "<text x=\"{}\" y=\"{}\" {style}>{}</text>\n",
            Short(x),
            Short(y),
            Escaped(text)
        ));
    }

    fn icon(&mut self, icon: Icon, x: f64, y: f64, size: f64, colour: &str) {
        self.add(format_args!(
            "<g transform=\"translate({} {}) scale({})\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"><path d=\"{}\"/></g>\n",
            Short(x),
            Short(y),
            Short(size / 20.0),
            icon.path()
        ));
    }

    fn tile(&mut self, node: &Node, x: f64, y: f64, size: f64, icon: f64) {
        let theme = self.look.theme;
        let hue = theme.hue(node.hue);
        let fill = format!("fill=\"{}\"", mix(hue, 13, theme.surface));
        self.rect(Rect::new(x, y, size, size), size / 4.0, &fill);
        let inset = (size - icon) / 2.0;
        self.icon(node.icon, x + inset, y + inset, icon, hue);
    }

    /// The colours of a state's border and ground.
    fn paint(&self, node: &Node, ground: &str) -> (String, String) {
        let theme = self.look.theme;
        match node.state().and_then(|state| self.look.statuses.get(&state)) {
            None => (theme.line_strong.to_owned(), ground.to_owned()),
            Some(status) => {
                let colour = theme.status(*status);
                let ground = match status {
                    Status::Succeeded | Status::Stopped => ground.to_owned(),
                    Status::Running | Status::Waiting | Status::Caught | Status::Failed => {
                        mix(colour, 14, ground)
                    }
                };
                (colour.to_owned(), ground)
            }
        }
    }

    fn card(&mut self, node: &Node) {
        let theme = self.look.theme;
        let rect = node.rect;
        let (border, ground) = self.paint(node, theme.surface);
        if let Shape::Stack(_) = node.shape {
            for step in [2.0, 1.0] {
                let behind = Rect::new(
                    rect.x + 6.0 * step,
                    rect.y + 5.0 * step,
                    rect.width - 12.0 * step,
                    rect.height,
                );
                self.rect(behind, 11.0, &format!("fill=\"{}\" stroke=\"{border}\"", theme.surface_quiet));
            }
        }
        self.rect(rect, 11.0, &format!("fill=\"{ground}\" stroke=\"{border}\""));
        self.tile(node, rect.x + 12.0, rect.y + 12.0, 32.0, 19.0);
        let room = rect.width - 54.0 - 12.0;
        let taken = self.marks(node, rect.right() - 12.0, rect.y + 38.0);
        let style = format!("font-weight=\"600\" fill=\"{}\"", theme.text);
        self.words(rect.x + 54.0, rect.y + 25.0, &style, &measure::fit_bold(&node.title, 13.0, room));
        let style = format!("font-size=\"11\" fill=\"{}\"", theme.text_faint);
        self.words(rect.x + 54.0, rect.y + 42.0, &style, &measure::fit(&node.subtitle, 11.0, room - taken));
    }

    /// Small signs from the right to the left; how much room they take.
    fn marks(&mut self, node: &Node, right: f64, middle: f64) -> f64 {
        let theme = self.look.theme;
        let mut x = right;
        if let Shape::Stack(count) = node.shape {
            let text = count.to_string();
            let width = measure::width(&text, 11.0) + 12.0;
            x -= width;
            self.rect(Rect::new(x, middle - 9.0, width, 18.0), 9.0, &format!("fill=\"{}\"", theme.sunken));
            let style = format!(
                "font-size=\"11\" font-weight=\"600\" text-anchor=\"middle\" fill=\"{}\"",
                theme.text_quiet
            );
            self.words(x + width / 2.0, middle + 4.0, &style, &text);
            x -= 6.0;
        }
        for mark in node.marks.iter().rev() {
            let text = match mark {
                Mark::Retries(count) => count.to_string(),
                Mark::Timeout | Mark::Jsonata | Mark::Variables => String::new(),
            };
            let width = measure::width(&text, 11.0);
            x -= width;
            if !text.is_empty() {
                let style = format!("font-size=\"11\" fill=\"{}\"", theme.text_faint);
                self.words(x, middle + 4.0, &style, &text);
                x -= 3.0;
            }
            x -= 13.0;
            self.icon(Icon::of_mark(mark), x, middle - 6.5, 13.0, theme.text_faint);
            x -= 6.0;
        }
        right - x
    }

    fn container(&mut self, node: &Node) {
        let theme = self.look.theme;
        let rect = node.rect;
        let (border, ground) = self.paint(node, theme.surface);
        self.rect(
            rect,
            16.0,
            &format!(
                "fill=\"{ground}\" fill-opacity=\"0.55\" stroke=\"{border}\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\""
            ),
        );
        self.tile(node, rect.x + 12.0, rect.y + 9.0, 22.0, 14.0);
        let taken = self.marks(node, rect.right() - 14.0, rect.y + HEADER / 2.0);
        let room = rect.width - 42.0 - 14.0 - taken;
        let title = measure::fit_bold(&node.title, 12.0, room);
        let style = format!("font-size=\"12\" font-weight=\"600\" fill=\"{}\"", theme.text);
        self.words(rect.x + 42.0, rect.y + 24.0, &style, &title);
        let used = measure::bold_width(&title, 12.0) + 8.0;
        if room - used > 30.0 {
            let style = format!("font-size=\"11\" fill=\"{}\"", theme.text_faint);
            let subtitle = measure::fit(&node.subtitle, 11.0, room - used);
            self.words(rect.x + 42.0 + used, rect.y + 24.0, &style, &subtitle);
        }
    }

    fn lane(&mut self, node: &Node) {
        let theme = self.look.theme;
        self.rect(node.rect, 10.0, &format!("fill=\"{}\" fill-opacity=\"0.6\"", theme.sunken));
    }

    fn pill(&mut self, node: &Node) {
        let theme = self.look.theme;
        let style = format!("fill=\"{}\" stroke=\"{}\"", theme.surface_quiet, theme.line_strong);
        self.rect(node.rect, node.rect.height / 2.0, &style);
        let style = format!(
            "font-size=\"11\" font-weight=\"600\" text-anchor=\"middle\" fill=\"{}\"",
            theme.text_quiet
        );
        let center = node.rect.center();
        self.words(center.x, center.y + 4.0, &style, &node.title);
    }

    fn hole(&mut self, node: &Node) {
        let theme = self.look.theme;
        let colour = if node.shape == Shape::Ghost { theme.failed } else { theme.line_strong };
        let style =
            format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\"");
        self.rect(node.rect, 11.0, &style);
        let ink = if node.shape == Shape::Ghost { theme.failed } else { theme.text_faint };
        let style = format!("font-size=\"12\" text-anchor=\"middle\" fill=\"{ink}\"");
        let center = node.rect.center();
        let text = if node.shape == Shape::Ghost {
            format!("{} ?", node.title.as_str())
        } else {
            node.title.to_string()
        };
        self.words(center.x, center.y + 4.0, &style, &measure::fit(&text, 12.0, node.rect.width - 16.0));
    }

    fn edge(&mut self, edge: &Edge) {
        let theme = self.look.theme;
        let colour = if edge.kind.is_catch() { theme.failed } else { theme.edge };
        let dashes = if edge.kind.is_catch() { " stroke-dasharray=\"4 4\"" } else { "" };
        let path = edge.path();
        self.add(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"{dashes}/>\n"
        ));
        if let Some(head) = edge.head() {
            self.add(format_args!("<path d=\"{head}\" fill=\"{colour}\"/>\n"));
        }
    }

    fn label(&mut self, edge: &Edge) {
        let Some(label) = &edge.label else {
            return;
        };
        let theme = self.look.theme;
        let (ink, border) = if edge.kind.is_catch() {
            (theme.failed, mix(theme.failed, 35, theme.line))
        } else {
            (theme.text_quiet, theme.line_strong.to_owned())
        };
        let style = format!("fill=\"{}\" stroke=\"{border}\"", theme.surface);
        self.rect(label.rect, label.rect.height / 2.0, &style);
        let style = format!("font-size=\"11\" text-anchor=\"middle\" fill=\"{ink}\"");
        let center = label.rect.center();
        self.words(center.x, center.y + 4.0, &style, &label.text);
    }

    /// The corner mark of a state that an execution has reached.
    fn status(&mut self, node: &Node) {
        let Some(status) = node.state().and_then(|state| self.look.statuses.get(&state).copied()) else {
            return;
        };
        let theme = self.look.theme;
        let center = (node.rect.right() - 1.0, node.rect.y + 1.0);
        self.add(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"9\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>\n",
            Short(center.0),
            Short(center.1),
            theme.status(status),
            theme.background
        ));
        self.icon(Icon::of_status(status), center.0 - 5.5, center.1 - 5.5, 11.0, theme.background);
    }
}

/// A text as it may stand in XML.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                // XML knows no other control characters.
                '\t' | '\n' | '\r' => formatter.write_char(' ')?,
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => formatter.write_char('\u{fffd}')?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}
