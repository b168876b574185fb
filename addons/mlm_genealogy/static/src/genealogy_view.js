import { Domain } from "@web/core/domain";
import { registry } from "@web/core/registry";
import { HierarchyCard } from "@web_hierarchy/hierarchy_card";
import { HierarchyModel, HierarchyNode } from "@web_hierarchy/hierarchy_model";
import { HierarchyRenderer } from "@web_hierarchy/hierarchy_renderer";
import { hierarchyView } from "@web_hierarchy/hierarchy_view";

/** As many children as the server reads at once, see PAGE_SIZE in const.py. */
export const PAGE_SIZE = 50;

/**
 * A hierarchy that reads one page of a place's frontline at a time. Core reads all children of a
 * node when it is unfolded, and all siblings when its parent is asked for; a sponsor with 5,000
 * frontline partners would be 5,000 cards.
 */
export class GenealogyModel extends HierarchyModel {
    _callPlace(method, node, args = []) {
        return this.orm.call(
            this.resModel,
            method,
            [[node.resId], this._getFieldsSpec(), ...args],
            { context: this.context }
        );
    }

    /**
     * Core leaves a Domain object where the rest of the model expects a list, when an action has a
     * domain and opens at a certain record; the view would show all roots instead of the record.
     *
     * @override
     */
    _getNextConfig(currentConfig, params) {
        const config = super._getNextConfig(currentConfig, params);
        if (config.domain instanceof Domain) {
            config.domain = config.domain.toList({});
        }
        return config;
    }

    /** @override */
    async _fetchSubordinates(node, excludeResIds = null) {
        const children = await this._callPlace("hierarchy_children", node);
        node.data.__child_offset__ = 0;
        return children.filter((data) => !excludeResIds?.includes(data.id));
    }

    /** @override */
    async _fetchManager(node) {
        const [parent, ...siblings] = await this._callPlace("hierarchy_parent", node);
        if (!parent) {
            return {};
        }
        parent[this.defaultChildFieldName] = siblings.filter((data) => data.id !== node.resId);
        return parent;
    }

    /** The server tells with each record which children it has. */
    async _fetchDescendants() {}

    /**
     * Replace the children of a node by another page of them.
     *
     * @param {HierarchyNode} node
     * @param {number} offset children to pass over
     */
    async showPage(node, offset) {
        const children = await this.keepLast.add(
            this._callPlace("hierarchy_children", node, [offset])
        );
        node.removeChildNodes();
        node.data.__child_offset__ = offset;
        node.data[this.defaultChildFieldName] = children;
        node._nodes = children.map(
            (data) => new HierarchyNode(this, this.config, data, node.tree, node)
        );
        this.notify({ scrollTarget: "none" });
    }
}

export class GenealogyCard extends HierarchyCard {
    static template = "mlm_genealogy.GenealogyCard";
}

export class GenealogyRenderer extends HierarchyRenderer {
    static components = { ...HierarchyRenderer.components, HierarchyCard: GenealogyCard };
    static template = "mlm_genealogy.GenealogyRenderer";

    /**
     * Describe which page of children a row shows; null when it shows them all.
     *
     * @param {{ parentNode?: HierarchyNode, nodes: HierarchyNode[] }} row
     */
    pagerOf(row) {
        const total = row.parentNode?.data.child_count || 0;
        if (!row.parentNode || total <= row.nodes.length) {
            return null;
        }
        const offset = row.parentNode.data.__child_offset__ || 0;
        return {
            first: offset + 1,
            last: offset + row.nodes.length,
            total,
            previous: offset > 0 ? Math.max(offset - PAGE_SIZE, 0) : null,
            next: offset + PAGE_SIZE < total ? offset + PAGE_SIZE : null,
        };
    }

    /** More roots may exist than the server reads at once. */
    get rootsAreCut() {
        return this.props.model.root.rootNodes.length >= PAGE_SIZE;
    }

    showPage(row, offset) {
        return this.props.model.showPage(row.parentNode, offset);
    }
}

export const genealogyView = {
    ...hierarchyView,
    Model: GenealogyModel,
    Renderer: GenealogyRenderer,
};

registry.category("views").add("mlm_genealogy", genealogyView);
