// One visit in, one Batch out: the river between fetching and the store, and the only place that
// names all its steps. Start reading here.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/feed.h"
#include "net/request.h"
#include "runtime/plan.h"
#include "store/batch.h"
#include "store/store.h"

namespace runtime {

/// What the loop and the log want to know of a visit; the Batch has the rest.
struct Findings {
  std::string feed;
  model::Trouble before;
  model::Trouble after;
  int failures = 0;
  std::size_t items = 0;  ///< in the document
  std::size_t new_items = 0;
  std::size_t hits = 0;
  std::size_t alerts = 0;
  bool first_visit = false;
  base::TimePoint next_at;
  std::size_t held = 0;                ///< neither told nor stored before the next visit
  std::vector<std::string> surprises;  ///< of the feed's items as a whole, for the operator
  std::vector<std::string> notes;      ///< what was odd about the document
  std::set<std::string> channels;      ///< with new deliveries
};

struct Ingested {
  store::Batch batch;
  Findings findings;
};

/// What a visit is judged by. The reader is the caller's thread's own; the rest is shared and
/// const.
struct Sources {
  const Plan& plan;
  const model::Feed& feed;  ///< as configured
  store::Reader& reader;    ///< of what is known of the items
  base::TimePoint now;
  double chance = 0;  ///< [0, 1): what jitter is drawn from
};

/// `state` is the feed as leased. Writes nothing. Safe from every thread that has a Reader of its
/// own.
[[nodiscard]] Ingested ingest(const Sources& from, model::FeedState state, net::Response response);

}  // namespace runtime
