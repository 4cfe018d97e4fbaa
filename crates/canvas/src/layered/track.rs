//! The lines across between two layers: which arrows share one, and which is above which.

use std::collections::BTreeMap;

/// One piece of a way: between two layers, or a turn in the space above or below one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hop {
    /// The layer whose space above it uses.
    pub channel: usize,
    pub from: Port,
    pub begin: f64,
    pub to: Port,
    pub end: f64,
    /// Whether the line goes up from the track at its beginning, and at its end.
    rises: (bool, bool),
}

/// Where lines leave or meet a vertex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Port {
    pub vertex: usize,
    /// 0 is the middle, then the stubs at the side.
    pub stub: usize,
}

/// A line across, shared by arrows that leave or reach the same port.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub least: f64,
    pub most: f64,
    pub along: f64,
    /// Where lines go up from it and down from it.
    ups: Vec<f64>,
    downs: Vec<f64>,
    key: Key,
}

/// What the hops of a track have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Out(Port),
    In(Port, bool),
}

/// All tracks, channel by channel, from above to below.
pub(super) struct Tracks {
    channels: Vec<Vec<Track>>,
    /// Where the track of a key stands.
    places: Vec<BTreeMap<Key, usize>>,
    outs: BTreeMap<(usize, Port), usize>,
}

impl Hop {
    pub(super) fn down(channel: usize, from: Port, begin: f64, to: Port, end: f64) -> Hop {
        Hop { channel, from, begin, to, end, rises: (true, false) }
    }

    pub(super) fn turn_below(channel: usize, from: Port, begin: f64, to: Port, end: f64) -> Hop {
        Hop { channel, from, begin, to, end, rises: (true, true) }
    }

    pub(super) fn turn_above(channel: usize, from: Port, begin: f64, to: Port, end: f64) -> Hop {
        Hop { channel, from, begin, to, end, rises: (false, false) }
    }

    fn is_straight(&self) -> bool {
        (self.begin - self.end).abs() < 0.5
    }

    fn is_turn(&self) -> bool {
        self.rises.0 == self.rises.1
    }
}

impl Tracks {
    pub(super) fn new<'a>(channels: usize, hops: impl Iterator<Item = &'a Hop>) -> Tracks {
        let hops: Vec<&Hop> = hops.filter(|hop| !hop.is_straight()).collect();
        let mut outs: BTreeMap<(usize, Port), Vec<Port>> = BTreeMap::new();
        for hop in &hops {
            let targets = outs.entry((hop.channel, hop.from)).or_default();
            if targets.last() != Some(&hop.to) {
                targets.push(hop.to);
            }
        }
        let outs = outs.into_iter().map(|(port, targets)| (port, targets.len())).collect();
        let mut tracks =
            Tracks { channels: vec![Vec::new(); channels], places: vec![BTreeMap::new(); channels], outs };
        for hop in hops {
            tracks.add(hop);
        }
        for (channel, places) in tracks.channels.iter_mut().zip(&mut tracks.places) {
            sort(channel);
            *places = channel.iter().enumerate().map(|(place, track)| (track.key, place)).collect();
        }
        tracks
    }

    pub(super) fn channel_mut(&mut self, channel: usize) -> &mut [Track] {
        &mut self.channels[channel]
    }

    /// Where the track of a hop is; none when the hop is straight.
    pub(super) fn along(&self, hop: &Hop) -> Option<f64> {
        if hop.is_straight() {
            return None;
        }
        let place = self.places[hop.channel].get(&self.key(hop))?;
        Some(self.channels[hop.channel][*place].along)
    }

    fn key(&self, hop: &Hop) -> Key {
        let outs = self.outs.get(&(hop.channel, hop.from)).copied().unwrap_or(0);
        if outs > 1 && !hop.is_turn() { Key::Out(hop.from) } else { Key::In(hop.to, hop.rises.1) }
    }

    fn add(&mut self, hop: &Hop) {
        let key = self.key(hop);
        let channel = &mut self.channels[hop.channel];
        let place = *self.places[hop.channel].entry(key).or_insert_with(|| {
            channel.push(Track {
                least: f64::INFINITY,
                most: f64::NEG_INFINITY,
                along: 0.0,
                ups: Vec::new(),
                downs: Vec::new(),
                key,
            });
            channel.len() - 1
        });
        let track = &mut channel[place];
        for (x, rises) in [(hop.begin, hop.rises.0), (hop.end, hop.rises.1)] {
            track.least = track.least.min(x);
            track.most = track.most.max(x);
            let list = if rises { &mut track.ups } else { &mut track.downs };
            if list.last() != Some(&x) {
                list.push(x);
            }
        }
    }
}

impl Track {
    /// How many lines cross, or worse, lie on each other, when this track is above another.
    fn cost_above(&self, below: &Track) -> usize {
        if self.most + 8.0 < below.least || below.most + 8.0 < self.least {
            return 0;
        }
        let crossed =
            |xs: &[f64], track: &Track| xs.iter().filter(|x| **x > track.least && **x < track.most).count();
        let touching = self
            .downs
            .iter()
            .filter(|x| {
                below
                    .ups
                    .get(below.ups.partition_point(|up| *up <= **x - 8.0))
                    .is_some_and(|up| *up < **x + 8.0)
            })
            .count();
        crossed(&below.ups, self) + crossed(&self.downs, below) + 100 * touching
    }
}

/// Puts the tracks of a channel into an order with few crossings.
fn sort(tracks: &mut [Track]) {
    for track in tracks.iter_mut() {
        for list in [&mut track.ups, &mut track.downs] {
            list.sort_by(f64::total_cmp);
            list.dedup();
        }
    }
    tracks.sort_by(|one, other| {
        let key = |track: &Track| {
            let up = track.ups.iter().sum::<f64>() / track.ups.len().max(1) as f64;
            let down = track.downs.iter().sum::<f64>() / track.downs.len().max(1) as f64;
            if down > up { -up } else { up }
        };
        key(one).total_cmp(&key(other)).then(one.key.cmp(&other.key))
    });
    for _ in 0..tracks.len().min(8) {
        let mut is_moving = false;
        for place in 1..tracks.len() {
            let (one, other) = (&tracks[place - 1], &tracks[place]);
            if other.cost_above(one) < one.cost_above(other) {
                tracks.swap(place - 1, place);
                is_moving = true;
            }
        }
        if !is_moving {
            break;
        }
    }
}
