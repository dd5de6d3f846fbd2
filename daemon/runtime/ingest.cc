#include "runtime/ingest.h"

#include <iterator>
#include <utility>

#include "alert/decide.h"
#include "alert/object.h"
#include "feed/parse.h"
#include "runtime/fresh_items.h"
#include "runtime/tell.h"
#include "schedule/next_visit.h"

namespace runtime {

namespace {

/// Tells one body from the next of the same feed. No secure hash: a publisher who makes two bodies
/// alike in this hides nothing but its own news.
std::string mark_of(std::string_view body) {
  return std::to_string(body.size()) + ":" + std::to_string(base::hash64(body));
}

class Ingest final {
 public:
  Ingest(const Sources& from, model::FeedState state)
      : from_(from), plan_(from.plan), feed_(from.feed) {
    out_.findings.feed = from.feed.id;
    out_.findings.before = state.trouble;
    out_.findings.first_visit = !state.baseline_done;
    out_.batch.feed = std::move(state);
    out_.batch.now = from.now;
  }

  Ingested run(net::Response response) {
    using Kind = net::Response::Kind;
    if (response.kind == Kind::failed) {
      failed(response.trouble);
    } else if (response.kind == Kind::not_modified) {
      succeeded();
      take_validators(response, Absent::kept);
    } else {
      body(response);
    }
    plan_next(response);
    return std::move(out_);
  }

 private:
  enum class Absent { kept, cleared };

  [[nodiscard]] model::FeedState& state() { return out_.batch.feed; }

  void body(net::Response& response) {
    const std::string hash = mark_of(response.body);
    if (hash == state().body_hash) {
      succeeded();
      take_validators(response, Absent::cleared);
      return;
    }
    auto document = feed::parse(response.body,
                                {.content_type = response.content_type,
                                 .url = response.final_url,
                                 .content_location = response.content_location});
    if (!document) {
      const bool other = document.error().cause == base::Cause::not_found;
      failed({.kind = other ? model::Trouble::Kind::not_a_feed : model::Trouble::Kind::unreadable,
              .status = response.status,
              .message = document.error().message});
      return;  // the old validators stay, so that the next visit gets a body again
    }
    pace_ = document->pace;
    out_.findings.notes = std::move(document->notes);
    if (!document->title.empty()) {
      state().title = document->title;
    }
    state().link = document->link;
    state().format = document->format;
    items(*document);
    succeeded();
    state().baseline_done = true;
    if (out_.findings.held > 0) {  // whatever comes next is to be looked at
      state().validators = {};
      state().body_hash.clear();
    } else if (!document->cut_off) {  // of a document cut off the rest is still to come
      take_validators(response, Absent::cleared);
      state().body_hash = hash;
    }
  }

  void items(feed::Document& document) {
    out_.findings.items = document.items.size();
    SortedOut sorted = sort_out(std::move(document.items), state(), from_.reader, from_.now);
    out_.batch.seen_again = std::move(sorted.seen_again);
    out_.batch.aliases = std::move(sorted.aliases);
    out_.findings.held = sorted.held;
    out_.findings.surprises = std::move(sorted.surprises);
    std::vector<store::NewItem>& fresh = sorted.fresh;
    out_.findings.new_items = fresh.size();
    if (!fresh.empty()) {
      state().last_new = from_.now;
      state().items += static_cast<std::int64_t>(fresh.size());
    }
    judge(fresh);
  }

  void judge(std::vector<store::NewItem>& fresh) {
    for (store::NewItem& entry : fresh) {
      entry.item.first_seen = from_.now;
      if (entry.item.language.empty()) {
        entry.item.language = feed_.language.empty() ? plan_.language : feed_.language;
      }
      entry.id = alert::item_id(feed_.id, entry.keys);
    }
    const std::vector<alert::Reason> reasons =
        alert::decide(dates_of(fresh), feed_.backlog, out_.findings.first_visit, from_.now);
    for (std::size_t back = fresh.size(); back > 0; --back) {  // stored oldest first
      const std::size_t index = back - 1;
      tell_hits(fresh[index], fresh.size() - back, reasons[index]);
    }
    out_.batch.items.assign(std::make_move_iterator(fresh.rbegin()),
                            std::make_move_iterator(fresh.rend()));
  }

  void tell_hits(const store::NewItem& entry, std::size_t place, alert::Reason reason) {
    const match::Source source{
        .feed = feed_.id, .tags = feed_.tags, .language = entry.item.language};
    for (const model::Hit& hit : plan_.matcher.hits(entry.item, source)) {
      const model::Watch& watch = plan_.watches[hit.watch];
      ++out_.findings.hits;
      out_.batch.hits.push_back({.item = place,
                                 .watch = watch.name,
                                 .reason = alert::word(reason),
                                 .spans = alert::spans_to_json(hit.spans)});
      if (!alert::tells(reason)) {
        continue;
      }
      const std::string title = state().title.empty() ? feed_.id : state().title;
      const model::Alert told = alert_of({.watch = watch,
                                          .feed = feed_.id,
                                          .feed_title = title,
                                          .entry = entry,
                                          .hit = hit,
                                          .reason = reason,
                                          .now = from_.now});
      out_.batch.alerts.push_back(new_alert(told, place, watch.channels, plan_, from_.reader));
      out_.findings.channels.insert(watch.channels.begin(), watch.channels.end());
      ++out_.findings.alerts;
    }
  }

  void failed(const model::Trouble& trouble) {
    ++state().failures;
    if (state().trouble.kind == model::Trouble::Kind::none) {
      state().trouble_since = from_.now;
    }
    state().trouble = trouble;
    state().last_attempt = from_.now;
  }

  void succeeded() {
    state().failures = 0;
    state().trouble = {};
    state().trouble_since.reset();
    state().last_attempt = from_.now;
    state().last_success = from_.now;
  }

  /// After every 200 and 304 whatever validators came are kept (design: fetching, K4); a 200
  /// without one clears it, a 304 without one keeps it (RFC 9111, section 4.3.4).
  void take_validators(const net::Response& response, Absent absent) {
    model::Validators& mine = state().validators;
    const model::Validators& theirs = response.validators;
    if (absent == Absent::cleared || theirs.origin != mine.origin) {
      mine = theirs;
      return;
    }
    if (!theirs.etag.empty()) {
      mine.etag = theirs.etag;
    }
    if (!theirs.last_modified.empty()) {
      mine.last_modified = theirs.last_modified;
    }
  }

  void plan_next(const net::Response& response) {
    const schedule::Next next =
        schedule::next_visit({.every = feed_.every,
                              .operated_by_me = feed_.operated_by_me,
                              .is_file = feed_.source == model::Feed::Source::file,
                              .trouble = state().trouble.kind,
                              .failures = state().failures,
                              .retry_after = response.retry_after,
                              .fresh_for = response.fresh_for,
                              .ttl = pace_.ttl,
                              .skip_hours = pace_.skip_hours,
                              .skip_days = pace_.skip_days},
                             from_.now,
                             from_.chance);
    state().next_at = next.at;
    state().next_reason = next.reason;
    out_.findings.after = state().trouble;
    out_.findings.failures = state().failures;
    out_.findings.next_at = next.at;
  }

  const Sources from_;
  const Plan& plan_;
  const model::Feed& feed_;
  feed::Pace pace_;
  Ingested out_;
};

}  // namespace

Ingested ingest(const Sources& from, model::FeedState state, net::Response response) {
  return Ingest(from, std::move(state)).run(std::move(response));
}

}  // namespace runtime
