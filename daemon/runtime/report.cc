#include "runtime/report.h"

#include <algorithm>

#include "base/text.h"

namespace runtime {

namespace {

constexpr std::size_t most_failures_told = 1000;
constexpr std::size_t most_named = 4;  ///< feeds named for each kind of failure in the folded line

/// Failures fold by what a person would do about them, so by kind; HTTP statuses apart.
std::string what_failed(const model::Trouble& trouble) {
  switch (trouble.kind) {
    case model::Trouble::Kind::dns:
      return "host not found";
    case model::Trouble::Kind::connect:
      return "no connection";
    case model::Trouble::Kind::timeout:
      return "no answer in time";
    case model::Trouble::Kind::tls:
      return "TLS failure";
    case model::Trouble::Kind::not_a_feed:
      return "not a feed";
    default:
      break;
  }
  return trouble.status != 0 ? "HTTP status " + std::to_string(trouble.status)
                             : std::string(model::word(trouble.kind));
}

}  // namespace

void Report::visit(const VisitDone& visit) {
  const Findings& found = visit.findings;
  if (!visit.storage_error.empty()) {
    if (!store_fails_) {
      log_.error(visit.disk_full ? "the disk is full: nothing is fetched until there is room again"
                                 : "the store does not work: nothing is fetched until it does",
                 {{"error", visit.storage_error}});
      store_fails_ = true;
    }
    return;
  }
  stored_again();
  if (found.feed.empty()) {
    return;  // a feed that a reload took away
  }
  ++visited_;
  const bool fails = found.after.kind != model::Trouble::Kind::none;
  if (!fails) {
    failures_.erase(found.feed);
    if (found.before.kind != model::Trouble::Kind::none) {
      log_.info("feed works again", {{"feed", found.feed}});
    }
    if (found.new_items > 0) {
      log_.debug("new items",
                 {{"feed", found.feed},
                  {"new", found.new_items},
                  {"hits", found.hits},
                  {"alerts", found.alerts}});
    }
    for (const std::string& surprise : found.surprises) {
      log_.info("feed is not as it was", {{"feed", found.feed}, {"what", surprise}});
    }
    for (const std::string& note : found.notes) {
      log_.debug("feed is odd", {{"feed", found.feed}, {"note", note}});
    }
    return;
  }
  if (failures_.size() < most_failures_told) {
    failures_[found.feed] = found.after.message;
  }
  next_try_ = std::min(next_try_, found.next_at);
  if (!folded_) {
    first_failures_[what_failed(found.after)].insert(found.feed);
  } else if (found.before.kind != found.after.kind || found.before.status != found.after.status) {
    log_.warning("feed cannot be read",
                 {{"feed", found.feed},
                  {"trouble", model::word(found.after.kind)},
                  {"why", found.after.message},
                  {"next", base::format_local_clock(found.next_at)}});
  }
}

void Report::stored_again() {
  if (store_fails_) {
    log_.info("the store works again, fetching goes on");
    store_fails_ = false;
  }
}

void Report::fold(base::TimePoint now) {
  if (folded_) {
    return;
  }
  folded_ = true;
  std::size_t failed = 0;
  std::vector<std::string> parts;
  for (const auto& [what, feeds] : first_failures_) {
    failed += feeds.size();
    std::vector<std::string> named(feeds.begin(), feeds.end());
    if (named.size() > most_named) {
      const std::size_t more = named.size() - most_named;
      named.resize(most_named);
      named.push_back(std::to_string(more) + " more");
    }
    parts.push_back(what + " (" + base::join(named, ", ") + ")");
  }
  first_failures_.clear();
  if (failed == 0) {
    return;
  }
  const std::string next = next_try_ > now ? base::format_local_clock(next_try_) : "now";
  log_.warning(std::to_string(failed) + " of " + base::count_of(visited_, "feed") +
               " could not be read: " + base::join(parts, "; ") + "; next try " + next +
               "; `newswatch feeds` says more");
}

}  // namespace runtime
