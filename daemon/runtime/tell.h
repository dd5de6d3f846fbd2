// From a hit to the rows that carry it: the alert object and one delivery for each recipient of
// each channel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alert/decide.h"
#include "model/alert.h"
#include "model/watch.h"
#include "runtime/plan.h"
#include "store/batch.h"
#include "store/store.h"

namespace runtime {

/// What an alert is made from; nothing outlives the call.
struct Told {
  const model::Watch& watch;
  const std::string& feed;
  const std::string& feed_title;
  const store::NewItem& entry;
  const model::Hit& hit;
  alert::Reason reason = alert::Reason::immediate;
  base::TimePoint now;
};

[[nodiscard]] model::Alert alert_of(const Told& told);

/// The row with its deliveries. `item` is the index into the Batch, if an item caused it.
[[nodiscard]] store::NewAlert new_alert(const model::Alert& alert,
                                        std::optional<std::size_t> item,
                                        const std::vector<std::string>& to,
                                        const Plan& plan,
                                        store::Reader& reader);

}  // namespace runtime
