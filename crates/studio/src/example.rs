//! The example workflows: data under `public/examples`, each with mocks and an input.

/// A ready workflow to open, run and change.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The folder's name; also the workflow's.
    pub name: &'static str,
    pub title: &'static str,
    pub summary: &'static str,
    pub is_express: bool,
    pub definition: &'static str,
    pub input: &'static str,
    /// What a mock answers for, and its JavaScript.
    pub mocks: &'static [(&'static str, &'static str)],
    /// Objects that a run reads: bucket, key, text.
    pub objects: &'static [(&'static str, &'static str, &'static str)],
}

macro_rules! text {
    ($path:literal) => {
        include_str!(concat!("../../../public/examples/", $path))
    };
}

/// All of them; the first is what a new visitor sees.
pub const EXAMPLES: &[Example] = &[
    Example {
        name: "order-processing",
        title: "Order with a refund",
        summary: "Three Lambda tasks: a charge that is retried after 2, 4 and 8 seconds, and a catcher that refunds.",
        is_express: false,
        definition: text!("order/definition.asl.json"),
        input: text!("order/input.json"),
        mocks: &[
            ("validate-order", text!("order/mocks/validate-order.js")),
            ("charge-card", text!("order/mocks/charge-card.js")),
            ("refund-and-notify", text!("order/mocks/refund-and-notify.js")),
        ],
        objects: &[],
    },
    Example {
        name: "support-desk",
        title: "Choice: the right desk for a ticket",
        summary: "Rules with And, Or and wildcards; intrinsic functions shape the data.",
        is_express: false,
        definition: text!("choice/definition.asl.json"),
        input: text!("choice/input.json"),
        mocks: &[("page-on-call", text!("choice/mocks/page-on-call.js"))],
        objects: &[],
    },
    Example {
        name: "carrier-offers",
        title: "Parallel: three offers at once",
        summary: "Branches run at the same time, one of them with a retry; the cheapest answer wins.",
        is_express: false,
        definition: text!("parallel/definition.asl.json"),
        input: text!("parallel/input.json"),
        mocks: &[
            ("ask-rail", text!("parallel/mocks/ask-rail.js")),
            ("ask-road", text!("parallel/mocks/ask-road.js")),
            ("ask-air", text!("parallel/mocks/ask-air.js")),
            ("choose-offer", text!("parallel/mocks/choose-offer.js")),
        ],
        objects: &[],
    },
    Example {
        name: "photo-album",
        title: "Map: two photos at a time",
        summary: "An inline Map with ItemSelector and MaxConcurrency; handlers take virtual time.",
        is_express: false,
        definition: text!("map/definition.asl.json"),
        input: text!("map/input.json"),
        mocks: &[("make-small", text!("map/mocks/make-small.js"))],
        objects: &[],
    },
    Example {
        name: "expense-approval",
        title: "Callback: wait for a person",
        summary: "A task token goes out with a message and comes back with an answer, or nobody answers in time.",
        is_express: false,
        definition: text!("approval/definition.asl.json"),
        input: text!("approval/input.json"),
        mocks: &[
            ("sqs:sendMessage", text!("approval/mocks/sqs-sendMessage.js")),
            ("pay-out", text!("approval/mocks/pay-out.js")),
        ],
        objects: &[],
    },
    Example {
        name: "loyalty-points",
        title: "JSONata with variables",
        summary: "Expressions, Assign, a Map over items and a Choice rule that sets a variable.",
        is_express: false,
        definition: text!("loyalty/definition.asl.json"),
        input: text!("loyalty/input.json"),
        mocks: &[("save-points", text!("loyalty/mocks/save-points.js"))],
        objects: &[],
    },
    Example {
        name: "sensor-readings",
        title: "Express: clean, keep and warn",
        summary: "A short Express workflow with DynamoDB and SNS.",
        is_express: true,
        definition: text!("readings/definition.asl.json"),
        input: text!("readings/input.json"),
        mocks: &[
            ("clean-readings", text!("readings/mocks/clean-readings.js")),
            ("dynamodb:putItem", text!("readings/mocks/dynamodb-putItem.js")),
            ("sns:publish", text!("readings/mocks/sns-publish.js")),
        ],
        objects: &[],
    },
    Example {
        name: "order-import",
        title: "Distributed Map: a file of orders from a bucket",
        summary: "Reads a CSV from S3 in batches, one child execution for each, and writes the results to another bucket.",
        is_express: false,
        definition: text!("import/definition.asl.json"),
        input: text!("import/input.json"),
        mocks: &[("price-orders", text!("import/mocks/price-orders.js"))],
        objects: &[
            ("incoming-orders", "2026/orders.csv", text!("import/objects/orders.csv")),
            ("priced-orders", "readme.txt", "Results of the Map Run are written here.\n"),
        ],
    },
];
