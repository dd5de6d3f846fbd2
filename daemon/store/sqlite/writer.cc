#include "store/sqlite/writer.h"

#include <cassert>
#include <utility>

namespace store {
namespace {

constexpr Sql prune_some_of_feed(
    "UPDATE item SET summary = '', content = '', pruned = 1 WHERE row_id IN ("
    " SELECT row_id FROM item WHERE pruned = 0 AND feed = ?1 AND first_seen < ?2 LIMIT ?3)");

// Feed by feed, so that the index on (feed, first_seen) finds them.
constexpr Sql prune_some(
    "UPDATE item SET summary = '', content = '', pruned = 1 WHERE row_id IN ("
    " SELECT item.row_id FROM feed CROSS JOIN item ON item.feed = feed.row_id"
    " WHERE item.pruned = 0 AND item.first_seen < ?1 LIMIT ?2)");

constexpr Sql insert_recipient(
    "INSERT INTO recipient (channel, recipient, created) VALUES (?1, ?2, ?3)"
    " ON CONFLICT DO NOTHING");

/// True while it lives.
class Flag final {
 public:
  explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;
  Flag(Flag&&) = delete;
  Flag& operator=(Flag&&) = delete;
  ~Flag() { flag_ = false; }

 private:
  bool& flag_;
};

}  // namespace

void SqliteWriter::transact(const std::function<void()>& work) {
  assert(!working_);
  const Flag working(working_);
  feeds_registered_.in_hand = false;
  channels_registered_.in_hand = false;
  Transaction transaction(database());
  work();
  require_transaction();
  transaction.commit();
  feeds_registered_.done |= feeds_registered_.in_hand;
  channels_registered_.done |= channels_registered_.in_hand;
}

void SqliteWriter::require_transaction() {
  assert(working_);
  if (!database().in_transaction()) {
    // After a failure SQLite may have rolled back by itself; what followed would be committed
    // piecemeal.
    throw Broken("the transaction was given up after an earlier failure", false);
  }
}

bool SqliteWriter::add_recipient(std::string_view channel,
                                 std::string_view recipient,
                                 base::TimePoint now) {
  require_transaction();
  return database().change(insert_recipient, channel, recipient, now) != 0;
}

std::size_t SqliteWriter::prune(std::optional<base::FeedId> feed,
                                base::TimePoint before,
                                std::size_t most) {
  require_transaction();
  return feed ? database().change(prune_some_of_feed, *feed, before, most)
              : database().change(prune_some, before, most);
}

std::unique_ptr<Writer> make_writer(Database database) {
  return std::make_unique<SqliteWriter>(std::move(database));
}

}  // namespace store
