//! What rests on what: an order for computed fields and measures, and the cycles that have none.

use std::collections::{BTreeMap, BTreeSet};

/// Nodes with the nodes that each rests on.
#[derive(Debug, Default)]
pub(crate) struct Graph<K: Ord + Clone> {
    rests_on: BTreeMap<K, BTreeSet<K>>,
    /// In the order of the file.
    nodes: Vec<K>,
}

impl<K: Ord + Clone> Graph<K> {
    pub fn new() -> Graph<K> {
        Graph { rests_on: BTreeMap::new(), nodes: vec![] }
    }
    pub fn add(&mut self, node: K, rests_on: impl IntoIterator<Item = K>) {
        self.rests_on.entry(node.clone()).or_default().extend(rests_on);
        self.nodes.push(node);
    }
    /// Each node after what it rests on; nodes in or behind a cycle are left over.
    pub fn order(&self) -> (Vec<K>, Vec<K>) {
        let mut done: BTreeSet<&K> = BTreeSet::new();
        let mut order = vec![];
        loop {
            let before = order.len();
            for node in &self.nodes {
                let ready = |on: &K| !self.rests_on.contains_key(on) || done.contains(on);
                if !done.contains(node) && self.rests_on[node].iter().all(ready) {
                    done.insert(node);
                    order.push(node.clone());
                }
            }
            if order.len() == before {
                let left = self.nodes.iter().filter(|n| !done.contains(n)).cloned().collect();
                return (order, left);
            }
        }
    }
    /// The cycle that goes through a node, from the node back to itself.
    pub fn cycle(&self, node: &K) -> Option<Vec<K>> {
        let mut came_from: BTreeMap<&K, &K> = BTreeMap::new();
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            for next in self.rests_on.get(at).into_iter().flatten() {
                if next == node {
                    let mut way = vec![node.clone(), at.clone()];
                    let mut back = at;
                    while back != node {
                        back = came_from[back];
                        way.push(back.clone());
                    }
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(next) {
                    came_from.insert(next, at);
                    open.push(next);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_cycles() {
        let mut graph = Graph::new();
        graph.add("a", ["b", "outside"]);
        graph.add("b", []);
        graph.add("c", ["d"]);
        graph.add("d", ["e"]);
        graph.add("e", ["c"]);
        graph.add("f", ["c"]);
        graph.add("g", ["g"]);
        assert_eq!(graph.order(), (vec!["b", "a"], vec!["c", "d", "e", "f", "g"]));
        assert_eq!(graph.cycle(&"c"), Some(vec!["c", "d", "e", "c"]));
        assert_eq!(graph.cycle(&"f"), None);
        assert_eq!(graph.cycle(&"g"), Some(vec!["g", "g"]));
    }
}
