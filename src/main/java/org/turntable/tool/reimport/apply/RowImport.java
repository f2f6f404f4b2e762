package org.turntable.tool.reimport.apply;

import java.util.List;
import java.util.Map;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;
import org.turntable.tool.reimport.Checkpoint;
import org.turntable.tool.reimport.Checkpoint.Phase;
import org.turntable.tool.reimport.ProgressListener;
import org.turntable.tool.reimport.row.ActionRow;
import org.turntable.tool.reimport.row.ClaimRow;
import org.turntable.tool.reimport.row.DrawRow;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.row.PlayerDrawKey;
import org.turntable.tool.reimport.row.PlayerRow;
import org.turntable.tool.reimport.row.RevocationRow;
import org.turntable.tool.reimport.row.StrandedWin;
import org.turntable.tool.reimport.rule.ClaimComparison;
import org.turntable.tool.reimport.rule.ReimportSource;

/** Imports losing draws, players, revocations and audit entries of addresses. */
final class RowImport {
    private static final int PAGE = 200;

    private final ReimportSource source;
    private final ClaimComparison claims;
    private final WinImport wins;
    private final ProgressListener progress;
    private final int pageSize;
    private final RunPosition position;

    RowImport(
            ReimportSource source,
            ClaimComparison claims,
            WinImport wins,
            ProgressListener progress,
            int pageSize,
            RunPosition position) {
        this.source = source;
        this.claims = claims;
        this.wins = wins;
        this.progress = progress;
        this.pageSize = pageSize;
        this.position = position;
    }

    /** Imports losing draws. Wins whose unit does not name them are assessed, too. */
    void importDraws(MatchedCampaign pair) throws DatabaseUnavailableException {
        Checkpoint step = Checkpoint.of(Phase.DRAWS, pair.id(), 0);
        if (position.isDone(step)) {
            return;
        }
        long total = source.size(pair.strandedId()).draws();
        long done = 0;
        PlayerDrawKey after = parseKey(position.lastKey(step));
        for (List<DrawRow> page = source.draws(pair.strandedId(), after, pageSize);
                !page.isEmpty();
                page = source.draws(pair.strandedId(), after, pageSize)) {
            after = page.get(page.size() - 1).key();
            List<DrawRow> losses = page.stream().filter(draw -> !draw.isWin()).toList();
            List<StrandedWin> unheld = page.stream()
                    .filter(draw -> !draw.unitHeld())
                    .map(draw -> StrandedWin.unheld(draw, pair))
                    .toList();
            Map<PlayerDrawKey, List<ClaimRow>> claimed = claims.read(pair, unheld);
            position.write(step.after(after), tables -> {
                Map<PlayerDrawKey, DrawRow> current = losses.isEmpty()
                        ? Map.of()
                        : tables.draws(
                                pair.id(), losses.stream().map(DrawRow::key).toList());
                List<DrawRow> missing = losses.stream()
                        .filter(loss -> !current.containsKey(loss.key()))
                        .map(loss ->
                                new DrawRow(loss.key(), loss.drawnAt(), pair.targetPrize(loss.prizeId()), null, true))
                        .toList();
                wins.importWins(tables, pair, unheld, claimed);
                tables.addDraws(pair.id(), missing);
                tables.addCount(position.run().id(), pair.id(), "losses", missing.size());
                return missing.size();
            });
            done += page.size();
            progress.at(pair.slug() + ": draws", done, total);
        }
    }

    void importPlayers(MatchedCampaign pair) throws DatabaseUnavailableException {
        Checkpoint step = Checkpoint.of(Phase.PLAYERS, pair.id(), 0);
        if (position.isDone(step)) {
            return;
        }
        long total = source.size(pair.strandedId()).players();
        long done = 0;
        String lastKey = position.lastKey(step);
        PlayerId after = lastKey.isEmpty() ? null : PlayerId.parse(lastKey).orElseThrow();
        for (List<PlayerRow> page = source.players(pair.strandedId(), after, pageSize);
                !page.isEmpty();
                page = source.players(pair.strandedId(), after, pageSize)) {
            after = page.get(page.size() - 1).player();
            List<PlayerRow> players = page;
            position.write(step.after(after), tables -> {
                int[] changed = tables.mergePlayers(pair.id(), players);
                tables.addCount(position.run().id(), pair.id(), "players", changed[0]);
                tables.addCount(position.run().id(), pair.id(), "visits", changed[1]);
                return changed[0] + changed[1];
            });
            done += page.size();
            progress.at(pair.slug() + ": players", done, total);
        }
    }

    void importRevocations() throws DatabaseUnavailableException {
        Checkpoint step = Checkpoint.of(Phase.REVOCATIONS, 0, 0);
        String lastKey = position.lastKey(step);
        long after = lastKey.isEmpty() ? 0 : Long.parseLong(lastKey);
        if (position.isDone(step)) {
            return;
        }
        for (List<RevocationRow> page = source.revocations(after, PAGE);
                !page.isEmpty();
                page = source.revocations(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            List<RevocationRow> revocations = page;
            position.write(step.after(after), tables -> {
                int added = tables.addRevocations(revocations);
                tables.addCount(position.run().id(), 0, "revocations", added);
                return added;
            });
        }
    }

    void importActions(List<MatchedCampaign> pairs) throws DatabaseUnavailableException {
        Checkpoint step = Checkpoint.of(Phase.ACTIONS, 0, 0);
        String lastKey = position.lastKey(step);
        long after = lastKey.isEmpty() ? 0 : Long.parseLong(lastKey);
        if (position.isDone(step)) {
            return;
        }
        for (List<ActionRow> page = source.actions(after, PAGE); !page.isEmpty(); page = source.actions(after, PAGE)) {
            after = page.get(page.size() - 1).id();
            List<ActionRow> actions = MatchedCampaign.actions(pairs, page);
            position.write(step.after(after), tables -> {
                int added = tables.addActions(actions);
                tables.addCount(position.run().id(), 0, "actions", added);
                return added;
            });
        }
    }

    private static PlayerDrawKey parseKey(String text) {
        if (text.isEmpty()) {
            return PlayerDrawKey.FIRST;
        }
        int slash = text.lastIndexOf('/');
        return new PlayerDrawKey(
                PlayerId.parse(text.substring(0, slash)).orElseThrow(), Integer.parseInt(text.substring(slash + 1)));
    }
}
